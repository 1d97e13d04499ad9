import { spawn } from 'node:child_process';

/**
 * Opens an address in the user's browser.
 *
 * @param tell receives a line when that is not possible; the address was printed, so nothing is lost
 */
export function openBrowser(url: string, tell: (text: string) => void): void {
  const [command, ...args] = commandFor(url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => tell('no browser could be started; open the address above'));
  child.once('exit', (code) => {
    if (code) tell('no browser could be started; open the address above');
  });
  child.unref();
}

function commandFor(url: string): string[] {
  if (process.platform === 'darwin') return ['open', url];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}
