import { fileURLToPath } from 'node:url';
import { InputError } from '../../../util/errors.js';
import { uiFolder } from './ui-folder.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Builds the interface when it is missing, or its sources or packages have changed since.
 *
 * @example await ensureUi({ onBuild: () => output.print('building the interface, once') })
 * @param onBuild called before a build starts
 * @returns the folder with `notebook-app.js` and `lab-app.js`
 * @throws InputError in an install without development dependencies that has no built interface
 */
export async function ensureUi({
  onBuild,
  root = ROOT,
}: {
  onBuild(): void;
  root?: string;
}): Promise<string> {
  const { folder, current } = await uiFolder(root);
  if (current) return folder;
  onBuild();
  const { buildUi } = await import('./build-ui.js').catch((cause) => {
    throw new InputError(
      'the interface is not built, and the packages it is built from are not installed; run npm ci in listenlab’s folder, without --omit=dev',
      { cause },
    );
  });
  return buildUi(root);
}
