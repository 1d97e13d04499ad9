import { askLab, LabRefusal, part, repeat, showProgress } from '../lab-server.js';
import type { DownloadState } from '../protocol.js';

interface DatasetAnswer extends DownloadState {
  readonly name: string;
  readonly present: boolean;
}

interface DatasetsAnswer {
  chosen: string | null;
  datasets: DatasetAnswer[];
}

/** The answer for a user's own file. */
interface OwnAnswer {
  /** A remark on it. */
  note?: string;
}

/** Keeps the remark on a chosen file across a reload. */
const NOTE = 'listenlab-own-data-note';

/** The choice of the dataset for all notebooks, and the buttons to download one and to cancel. */
export function watchDatasets(): void {
  const box = document.getElementById('data_box');
  if (box === null) return;
  const status = part(box, '#data_status', HTMLElement);
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
  const entry = part(box, '#own_data', HTMLElement);
  watchOwnFile(entry);
  box.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return;
    const { value, labels, dataset } = target;
    if (target.closest('#own_data')) {
      askLab<OwnAnswer>('PUT', '/lab-api/dataset/own', { path: value, options: dataset.options }).then(
        ({ note }) => {
          isUsed(value);
          part(entry, '.state', HTMLElement).textContent = note ?? '';
        },
        fail,
      );
      return;
    }
    // The default of the notebooks has no name here; its label says which it is.
    const title = labels?.[0]?.querySelector(value ? 'strong' : 'code')?.textContent ?? value;
    askLab('PUT', '/lab-api/dataset', { name: value || null }).then(() => isUsed(title), fail);
  });
  box.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-do]') : null;
    const name = button?.closest<HTMLElement>('[data-dataset]')?.dataset.dataset;
    if (button === null || name === undefined) return;
    const method = button.dataset.do === 'get' ? 'POST' : 'DELETE';
    askLab(method, `/lab-api/datasets/${encodeURIComponent(name)}`).then(watch, fail);
  });
  void watch();
}

/** The field for a user's own file or folder, and the one for reading options, which appears when needed. */
function watchOwnFile(entry: HTMLElement): void {
  const form = part(entry, 'form', HTMLFormElement);
  const state = part(entry, '.state', HTMLElement);
  const file = part(form, '#own_path', HTMLInputElement);
  const how = part(form, '#own_how', HTMLElement);
  const options = part(how, 'input', HTMLInputElement);
  state.textContent = sessionStorage.getItem(NOTE);
  sessionStorage.removeItem(NOTE);
  // A remark on one file does not apply to another.
  file.addEventListener('change', () => {
    how.hidden = true;
    options.value = '';
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // Reload: the whole page depends on the dataset.
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
  part(entry, 'input', HTMLInputElement).disabled = !present;
  part(entry, '.get', HTMLElement).hidden = present;
  part(entry, '[data-do="get"]', HTMLElement).hidden = running;
  part(entry, '[data-do="cancel"]', HTMLElement).hidden = !running;
  showProgress(part(entry, 'progress', HTMLProgressElement), running, done, total);
  const line = part(entry, '.state', HTMLElement);
  if (line.textContent !== text) line.textContent = text;
}
