/**
 * The language that a notebook says it is written in, where that is neither TypeScript nor JavaScript: by its kernel,
 * else by what last ran it. Also runs in a page.
 *
 * @example foreignLanguage({ kernelspec: { name: 'python3' } }) // 'python'
 * @param metadata of the notebook
 * @returns undefined also for one that says nothing
 */
export function foreignLanguage(metadata: object): string | undefined {
  const { kernelspec, language_info } = metadata as Record<string, Record<string, unknown> | undefined>;
  const language = kernelspec?.language ?? languageOf(kernelspec?.name) ?? language_info?.name;
  if (typeof language !== 'string' || language === '') return undefined;
  return /^(type|java)script$/i.test(language) ? undefined : language;
}

/** Of a kernel that is known by its name: `python3`, `ir`. */
function languageOf(kernel: unknown): string | undefined {
  return /^(python|julia|ir$)/.exec(String(kernel))?.[1].replace(/^ir$/, 'R');
}
