/** A million plays in the format of Last.fm 360K: reading and cleaning them each take most of a second. */
export function millionPlays(): string {
  const lines = Array.from(
    { length: 1_000_000 },
    (_, row) => `user ${row % 20_011}\t\tartist ${(row * 7919) % 50_021}\t${1 + (row % 100)}\n`,
  );
  return lines.join('');
}

/**
 * Plays in the format of Last.fm 360K: users u0 to u39 in two groups, each of which plays eight artists of
 * its own, all but one; one row has no artist.
 */
export function playsOfTwoCamps(): string {
  const rows: string[] = [];
  for (let user = 0; user < 40; user++) {
    const camp = user % 2 === 0 ? 'rock' : 'jazz';
    for (let artist = 0; artist < 8; artist++) {
      if (artist !== user % 8) rows.push(`u${user}\t\t${camp} ${artist}\t${10 + artist}`);
    }
  }
  rows.push('u0\t\t\t5');
  return `${rows.join('\n')}\n`;
}
