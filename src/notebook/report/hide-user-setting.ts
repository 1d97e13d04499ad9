/** A declaration of the parameter `user` with a text that is not empty. */
const USER = /^(\s*(?:export\s+)?(?:const|let|var)\s+user\b[^=\n]*=\s*)(['"`])(?:(?!\2)[^\\\n]|\\.)+\2/gm;

/** The code of a parameters cell without the user that it names. */
export function hideUserSetting(code: string, standIn: string): string {
  return code.replace(USER, (_, start: string, quote: string) => `${start}${quote}${standIn}${quote}`);
}
