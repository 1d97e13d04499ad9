import { askLab } from '../lab-server.js';
import { inAddress } from '../protocol.js';

/** The start of a new notebook: the dataset of the first page. */
const PARAMETERS = `let dataset = process.env.LISTENLAB_DATASET ?? 'sample'; // what the first page says, or a name or path of your own
let tableOptions = JSON.parse(process.env.LISTENLAB_TABLE_OPTIONS ?? '{}'); // how to read that file`;

/** In a separate cell: a run injects its dataset in between. */
const OPENED = `import { openDataset } from 'listenlab';

const plays = await openDataset(dataset, tableOptions);
plays`;

/** The button that makes a notebook and opens it. */
export function offerNewNotebook(): void {
  const button = document.getElementById('new_notebook') as HTMLButtonElement | null;
  const status = document.getElementById('new_status');
  button?.addEventListener('click', async () => {
    button.disabled = true;
    try {
      location.href = `/notebooks/${inAddress(await newNotebook(button.dataset.folder ?? ''))}`;
    } catch (error) {
      if (status) status.textContent = (error as Error).message;
    } finally {
      button.disabled = false;
    }
  });
}

async function newNotebook(folder: string): Promise<string> {
  const { path } = await askLab<{ path: string }>('POST', `/api/contents/${inAddress(folder)}`, {
    type: 'notebook',
  });
  const cells = [codeCell(PARAMETERS, ['parameters']), codeCell(OPENED)];
  const kernelspec = { name: 'listenlab', display_name: 'TypeScript (listenlab)', language: 'typescript' };
  const content = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  await askLab('PUT', `/api/contents/${inAddress(path)}`, { type: 'notebook', format: 'json', content });
  return path;
}

function codeCell(source: string, tags?: string[]) {
  const id = crypto.randomUUID().slice(0, 8);
  const metadata = tags ? { tags } : {};
  return { cell_type: 'code', id, metadata, source, execution_count: null, outputs: [] };
}
