import { escapeHtml } from '../../../util/escape.js';
import type { ListedDataset } from '../datasets/datasets.js';

/** What the page shows of a dataset; its script polls the progress of downloads. */
export type ShownDataset = Omit<ListedDataset, 'download'>;

/** Which dataset the notebooks open. */
export interface OpenedDataset {
  /** The choice for all notebooks, if any. */
  readonly chosen?: string;
  /** Its reading options as typed; '' if none. */
  readonly options?: string;
  /** The dataset the lab was started with, if any: a name or a path. */
  readonly preset?: string;
  /** What most notebooks open by default; undefined if none names any. */
  readonly unchosen?: string;
  /** Notebooks that name a dataset regardless of the choice here, and which. */
  readonly own: readonly { readonly notebook: string; readonly dataset: string }[];
}

/** Fallback in the first cell of a new notebook. */
const NOTEBOOKS_DEFAULT = 'sample';

/** The datasets: which one all notebooks open, and a button to download those not on this machine. */
export function dataSection(datasets: readonly ShownDataset[], opened: OpenedDataset): string {
  const unchosen = opened.preset ?? opened.unchosen ?? NOTEBOOKS_DEFAULT;
  const marked = opened.chosen ?? unchosen;
  const other = opened.own.filter(({ dataset }) => dataset !== marked);
  const isListed = datasets.some(({ name }) => name === unchosen);
  const isOwn = marked !== unchosen && !datasets.some(({ name }) => name === marked);
  const exceptions =
    other.length === 0
      ? ''
      : `<p class="note">A notebook that names a dataset of its own in its first cell keeps it: ${other.map(({ notebook, dataset }) => `<code>${escapeHtml(dataset)}</code> in ${escapeHtml(notebook)}`).join(', ')}.</p>`;
  return `<section aria-labelledby="data" id="data_box">
<h2 id="data">Data</h2>
<p>The dataset that the notebooks open. A running notebook opens the new one after its kernel restarts.</p>
<fieldset class="datasets">
<legend class="hidden">Dataset for all notebooks</legend>
${isListed ? '' : unlisted(unchosen, opened.preset === unchosen, unchosen === marked)}
${datasets.map((each) => dataset(each, each.name === marked)).join('\n')}
${isOwn ? ownFile(marked, opened.options) : ownFile(undefined)}
</fieldset>
<p id="data_status" role="status"></p>
${exceptions}
</section>`;
}

/** The default of the notebooks, if it is a user's own file or folder. */
function unlisted(name: string, isPreset: boolean, marked: boolean): string {
  const why = isPreset
    ? `The lab was started with <code>LISTENLAB_DATASET=${escapeHtml(name)}</code>.`
    : 'Named in the first cells of the notebooks.';
  return `<div class="dataset">
<label><input type="radio" name="dataset" value=""${marked ? ' checked' : ''}> <strong>Your own</strong> <code>${escapeHtml(name)}</code></label>
<p>${why} The notebooks open it until another one is chosen here; a first cell without <code>process.env.LISTENLAB_DATASET</code> keeps its own.</p>
</div>`;
}

/** A user's own file or folder: the chosen one, and a field for another; one for options appears when needed. */
function ownFile(chosen: string | undefined, options = ''): string {
  const name = escapeHtml(chosen ?? '');
  const how = escapeHtml(options);
  const read = options === '' ? '' : ` read as <code>${how}</code>`;
  const choice = `<label><input type="radio" name="dataset" data-options="${how}" value="${name}" checked> <strong>Your own</strong> <code>${name}</code>${read}</label>`;
  return `<div class="dataset" id="own_data">
${chosen === undefined ? '' : choice}
<form>
<p class="actions"><label for="own_path">${chosen === undefined ? 'A file or folder of your own' : 'Another file or folder'}</label>
<input type="text" id="own_path" placeholder="plays.csv" autocomplete="off" spellcheck="false" required>
<button class="quiet">Use it</button></p>
<p class="state" role="status"></p>
<p class="actions" id="own_how" hidden><label for="own_options">How it is read</label>
<input type="text" id="own_options" placeholder="{ columns: { user: 'customer', artist: 'band' } }" autocomplete="off" spellcheck="false"></p>
</form>
</div>`;
}

function dataset(
  { name, title, description, licence, simulated, present }: ShownDataset,
  chosen: boolean,
): string {
  const id = escapeHtml(name);
  const tag = simulated ? ' <span class="tag">simulated</span>' : '';
  const state = [present ? '' : ' disabled', chosen ? ' checked' : ''].join('');
  return `<div class="dataset" data-dataset="${id}">
<label><input type="radio" name="dataset" value="${id}"${state}> <strong>${escapeHtml(title)}</strong> <code>${id}</code>${tag}</label>
<p>${escapeHtml(description)} Licence: ${escapeHtml(licence)}.</p>
<div class="get"${present ? ' hidden' : ''}>
<p class="actions"><button type="button" class="quiet" data-do="get">Get it<span class="hidden">: ${escapeHtml(title)}</span></button> <button type="button" class="quiet" data-do="cancel" hidden>Cancel<span class="hidden"> getting ${escapeHtml(title)}</span></button></p>
<progress aria-label="Getting ${escapeHtml(title)}" hidden></progress>
</div>
<p class="state" role="status"></p>
</div>`;
}
