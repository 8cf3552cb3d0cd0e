// The Nu checker, where Java is installed: one start for all pages.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findProgram } from '../env.mjs';

const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

/** Without Java this checker cannot run. */
export const hasJava = () => Boolean(findProgram('java'));

/**
 * @param {{name: string, html: string}[]} pages
 * @returns {{page: string, finding: import('../findings.mjs').Finding}[]}
 */
export function nu(pages) {
  const folder = mkdtempSync(join(tmpdir(), 'lotse-nu-'));
  try {
    const files = pages.map(({ html }, number) => {
      const file = join(folder, `${number}.html`);
      writeFileSync(file, html);
      return file;
    });
    const ran = spawnSync('java', ['-Xss1m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (ran.status !== 0) throw new Error(`the Nu checker did not run: ${ran.stderr}`);
    return JSON.parse(ran.stdout)
      .messages.filter(({ type, subType }) => type === 'error' || subType === 'warning')
      .map(({ url, type, message, extract }) => ({
        page: pages[Number(basename(url, '.html'))]?.name ?? url,
        finding: { tool: 'nu', rule: type === 'error' ? 'error' : 'warning', element: extract, why: message },
      }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
