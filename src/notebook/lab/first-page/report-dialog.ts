import { escapeHtml } from '../../../util/escape.js';
import type { ShownDataset } from './data-section.js';
import type { ListedNotebook } from './notebook-list.js';

/** What a report can be made of. */
export interface ReportChoices {
  readonly notebooks: readonly ListedNotebook[];
  readonly datasets: readonly ShownDataset[];
  /** What the notebooks open if nothing else is said: a dataset's name or path, if any. */
  readonly opened?: string;
}

/** The dialog that asks which notebooks, which data, brief or full, and who the author is. */
export function reportDialog({ notebooks, datasets, opened }: ReportChoices): string {
  return `<dialog id="report_dialog" aria-labelledby="report_dialog_title">
<form method="dialog">
<h3 id="report_dialog_title">Make a report</h3>
<fieldset class="choices">
<legend>Notebooks, as saved</legend>
<p class="actions"><button type="button" class="quiet" data-tick="all">All</button> <button type="button" class="quiet" data-tick="none">None</button> <span id="report_ticked" role="status"></span></p>
<div class="scrolled" id="report_notebooks">
${notebooks.map(notebook).join('\n')}
</div>
</fieldset>
<p class="field"><label for="report_data">Data</label>
<select id="report_data">
${options(datasets, opened).join('\n')}
</select></p>
<fieldset class="choices" id="report_detail">
<legend>How much of it</legend>
<label><input type="radio" name="detail" value="brief" checked> <span>Brief: findings, charts and the tables that carry them</span></label>
<label><input type="radio" name="detail" value="full"> <span>Full: also code, settings and printed text</span></label>
</fieldset>
<p class="field"><label for="report_author">Author</label>
<input type="text" id="report_author" maxlength="200" autocomplete="name"></p>
<p class="actions"><button type="submit" value="make" id="report_make">Make the report</button> <button type="submit" value="" class="quiet" formnovalidate>Not now</button></p>
</form>
</dialog>`;
}

function notebook({ path, title, language }: ListedNotebook): string {
  const name = `${escapeHtml(title)} <code>${escapeHtml(path)}</code>`;
  const [state, why] =
    language === undefined
      ? [' checked', '']
      : [
          ' disabled',
          ` <em>a notebook in ${escapeHtml(language)}: a report runs TypeScript and JavaScript</em>`,
        ];
  return `<label><input type="checkbox" value="${escapeHtml(path)}"${state}> <span>${name}${why}</span></label>`;
}

/** The data that is here, first that which the notebooks open anyway. */
function options(datasets: readonly ShownDataset[], opened: string | undefined): string[] {
  const present = datasets.filter((each) => each.present);
  const usual = present.find(({ name }) => name === opened)?.title ?? opened;
  const first = usual === undefined ? 'What the notebooks name' : usual;
  const others = present.filter(({ name }) => name !== opened);
  return [
    `<option value="" id="report_dataset" selected>${escapeHtml(first)}</option>`,
    ...others.map(({ name, title }) => `<option value="${escapeHtml(name)}">${escapeHtml(title)}</option>`),
  ];
}
