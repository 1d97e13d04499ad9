import { askLab, LabRefusal, repeat, showProgress } from '../lab-server.js';
import type { DownloadState } from '../protocol.js';

interface DatasetAnswer extends DownloadState {
  readonly name: string;
  readonly present: boolean;
}

interface DatasetsAnswer {
  chosen: string | null;
  datasets: DatasetAnswer[];
}

/** The answer to a file of one's own. */
interface OwnAnswer {
  /** What should be said about it. */
  note?: string;
}

/** Keeps what is to be said about a chosen file while the page is drawn anew. */
const NOTE = 'listenlab-own-data-note';

/** The choice of the dataset for all notebooks, and the buttons that get one and cancel that. */
export function watchDatasets(): void {
  const box = document.getElementById('data_box');
  if (box === null) return;
  const status = box.querySelector('#data_status')!;
  const fail = (error: Error) => {
    status.textContent = error.message;
  };
  let watching = false;
  const watch = async () => {
    if (watching) return;
    watching = true;
    await repeat(async () => {
      const { datasets } = await askLab<DatasetsAnswer>('GET', '/lab-api/datasets');
      for (const dataset of datasets) show(box, dataset);
      return datasets.some((each) => each.status === 'running');
    }).catch(fail);
    watching = false;
  };
  const isUsed = (title: string) => {
    status.textContent = `Notebooks that are opened or restarted from now on use ${title}.`;
    const report = document.getElementById('report_dataset');
    if (report) report.textContent = title;
  };
  const entry = box.querySelector<HTMLElement>('#own_data')!;
  watchOwnFile(entry);
  box.addEventListener('change', ({ target }) => {
    const { type, value, labels, dataset } = target as HTMLInputElement;
    if (type !== 'radio') return;
    if ((target as Element).closest('#own_data')) {
      askLab<OwnAnswer>('PUT', '/lab-api/dataset/own', { path: value, options: dataset.options }).then(
        ({ note }) => {
          isUsed(value);
          entry.querySelector('.state')!.textContent = note ?? '';
        },
        fail,
      );
      return;
    }
    // What the notebooks open without a choice has no name here; its label says which it is.
    const title = labels?.[0]?.querySelector(value ? 'strong' : 'code')?.textContent ?? value;
    askLab('PUT', '/lab-api/dataset', { name: value || null }).then(() => isUsed(title), fail);
  });
  box.addEventListener('click', ({ target }) => {
    const button = (target as Element).closest<HTMLElement>('[data-do]');
    const name = button?.closest<HTMLElement>('[data-dataset]')?.dataset.dataset;
    if (button === null || name === undefined) return;
    const method = button.dataset.do === 'get' ? 'POST' : 'DELETE';
    askLab(method, `/lab-api/datasets/${encodeURIComponent(name)}`).then(watch, fail);
  });
  void watch();
}

/** The field for a file or a folder of one's own, and the one for how it is read, which shows when that has to be said. */
function watchOwnFile(entry: HTMLElement): void {
  const form = entry.querySelector('form')!;
  const state = entry.querySelector('.state')!;
  const file = form.querySelector<HTMLInputElement>('#own_path')!;
  const how = form.querySelector<HTMLElement>('#own_how')!;
  const options = how.querySelector('input')!;
  state.textContent = sessionStorage.getItem(NOTE);
  sessionStorage.removeItem(NOTE);
  // What was said about one file is wrong about another.
  file.addEventListener('change', () => {
    how.hidden = true;
    options.value = '';
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // The page is drawn anew: all of it says which dataset it is about.
    delete entry.dataset.state;
    state.textContent = 'Reading it …';
    const asked = { path: file.value, options: options.value };
    askLab<OwnAnswer>('PUT', '/lab-api/dataset/own', asked).then(
      ({ note }) => {
        if (note !== undefined) sessionStorage.setItem(NOTE, note);
        location.reload();
      },
      (error: Error) => {
        entry.dataset.state = 'failed';
        state.textContent = error.message;
        const likely = error instanceof LabRefusal ? error.said.options : undefined;
        how.hidden = likely === undefined;
        options.value = likely ?? '';
      },
    );
  });
}

function show(box: HTMLElement, { name, present, status, text, done, total }: DatasetAnswer): void {
  const entry = box.querySelector<HTMLElement>(`[data-dataset="${CSS.escape(name)}"]`);
  if (entry === null) return;
  const running = status === 'running';
  entry.dataset.state = status;
  entry.querySelector('input')!.disabled = !present;
  entry.querySelector<HTMLElement>('.get')!.hidden = present;
  entry.querySelector<HTMLElement>('[data-do="get"]')!.hidden = running;
  entry.querySelector<HTMLElement>('[data-do="cancel"]')!.hidden = !running;
  showProgress(entry.querySelector('progress')!, running, done, total);
  const line = entry.querySelector('.state')!;
  if (line.textContent !== text) line.textContent = text;
}
