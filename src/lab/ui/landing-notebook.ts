import { askLab } from './landing-server.js';

/** What a new notebook begins with: the dataset of the first page, opened. */
const FIRST_CELL = `import { openDataset } from 'listenlab';

let dataset = process.env.LISTENLAB_DATASET ?? 'sample'; // what the first page says, or a name or path of your own
const plays = await openDataset(dataset);
plays`;

/** The button that makes a notebook and opens it. */
export function offerNewNotebook(): void {
  const button = document.getElementById('new_notebook') as HTMLButtonElement | null;
  const status = document.getElementById('new_status');
  button?.addEventListener('click', async () => {
    button.disabled = true;
    try {
      location.href = `/notebooks/${inPath(await newNotebook(button.dataset.folder ?? ''))}`;
    } catch (error) {
      if (status) status.textContent = (error as Error).message;
    } finally {
      button.disabled = false;
    }
  });
}

async function newNotebook(folder: string): Promise<string> {
  const { path } = await askLab<{ path: string }>('POST', `/api/contents/${inPath(folder)}`, {
    type: 'notebook',
  });
  const cell = {
    cell_type: 'code',
    id: crypto.randomUUID().slice(0, 8),
    // So that `run --dataset` finds it.
    metadata: { tags: ['parameters'] },
    source: FIRST_CELL,
    execution_count: null,
    outputs: [],
  };
  const kernelspec = { name: 'listenlab', display_name: 'TypeScript (listenlab)', language: 'typescript' };
  const content = { cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  await askLab('PUT', `/api/contents/${inPath(path)}`, { type: 'notebook', format: 'json', content });
  return path;
}

function inPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
