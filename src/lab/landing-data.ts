import { escapeHtml } from '../util/html.js';

/** A dataset as the first page tells of it. */
export interface ListedDataset {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly licence: string;
  readonly simulated: boolean;
  /** Whether its files are on this machine. */
  readonly present: boolean;
}

/**
 * The datasets: which one all notebooks open, and a button to get those that are not on this machine.
 *
 * @param chosen what was chosen for all notebooks, if anything was
 * @param own what notebooks name themselves that is not chosen here, such as a path
 */
export function dataSection(
  datasets: readonly ListedDataset[],
  chosen: string | undefined,
  own: readonly string[],
): string {
  const names = datasets.map(({ name }) => name);
  const other = own.filter((name) => name !== chosen);
  const elsewhere =
    chosen !== undefined && !names.includes(chosen)
      ? `<p>The lab was started with <code>LISTENLAB_DATASET=${escapeHtml(chosen)}</code>: the notebooks open that, until you choose another one here.</p>`
      : '';
  const exceptions =
    other.length === 0
      ? ''
      : `<p class="note">A notebook that names a dataset of its own in its first cell keeps it: ${other.map((name) => `<code>${escapeHtml(name)}</code>`).join(', ')}.</p>`;
  return `<section aria-labelledby="data" id="data_box">
<h2 id="data">Data</h2>
<p>The dataset that the notebooks open. A notebook that is running opens the new one after a restart of its kernel.</p>
${elsewhere}
<fieldset class="datasets">
<legend class="hidden">Dataset for all notebooks</legend>
${datasets.map((each) => dataset(each, each.name === chosen)).join('\n')}
</fieldset>
<p id="data_status" role="status"></p>
${exceptions}
</section>`;
}

function dataset(
  { name, title, description, licence, simulated, present }: ListedDataset,
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
