import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The violations that axe-core finds in a page, including best practices: a line for each element.
 *
 * @param within a selector; everything else is ignored
 */
export async function axeFindings(page: Page, within = ':root'): Promise<string[]> {
  // Evaluated, not added as a script, which the page's security policy would block.
  await page.evaluate(SOURCE);
  return page.evaluate(async (selector) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run(selector);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
    );
  }, within);
}

interface Axe {
  run(selector: string): Promise<{
    violations: {
      id: string;
      help: string;
      nodes: { target: string[]; failureSummary?: string }[];
    }[];
  }>;
}
