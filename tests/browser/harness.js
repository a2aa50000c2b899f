// A browser that may fetch nothing, and checks that every page must pass.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const assert = require('node:assert/strict');
const cache = process.env.BROWSER_CACHE;
const { chromium } = require(path.join(cache, 'node_modules/playwright-core'));
const axe = fs.readFileSync(path.join(cache, 'node_modules/axe-core/axe.min.js'), 'utf8');

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

let browser;
const tests = [];
const test = (name, run) => tests.push({ name, run });

// Opens a file and gives its page to `run`; fails on any console error, page error or request beyond the file.
const open = async (file, run, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  const own = pathToFileURL(file).href;
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) wrong.push(`console: ${m.text()}`); });
  page.on('pageerror', (e) => wrong.push(`page: ${e.message}`));
  page.on('dialog', (d) => { wrong.push(`dialog: ${d.message()}`); d.dismiss(); });
  page.on('request', (r) => { if (r.url().split('#')[0] !== own && !r.url().startsWith('blob:')) wrong.push(`request: ${r.url().slice(0, 80)}`); });
  const begin = Date.now();
  await page.goto(own);
  const opened = Date.now() - begin;
  await run(page, opened);
  assert.deepEqual(wrong, []);
  await context.close();
};

// Gives an empty page to `run`.
const bare = async (run) => {
  const page = await browser.newPage();
  await run(page);
  await page.close();
};

// No violation of WCAG 2.2 A and AA or of the rules of good practice. The page's policy stops scripts that are not its own,
// so the checker comes in by the debugging protocol.
const accessible = async (page, what) => {
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  const told = result.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}) ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary}`);
  assert.deepEqual(told, [], what);
};

const main = async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS });
  let failed = 0;
  for (const { name, run } of tests) {
    const begin = Date.now();
    try {
      await run();
      console.log(`ok   ${name} (${Date.now() - begin} ms)`);
    } catch (e) {
      failed += 1;
      console.log(`FAIL ${name}\n${String(e.message || e).slice(0, 3000)}`);
    }
  }
  await browser.close();
  if (failed) { console.log(`${failed} of ${tests.length} browser tests failed`); process.exit(1); }
};

module.exports = { test, open, bare, accessible, main, assert };
