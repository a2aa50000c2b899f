// Every kind of figure as a picture, against pictures that people have looked at: figures/*.png. They are drawn from frozen scores and
// from a small study with words of its own, so that no change of a lexicon moves them. Letters differ from machine to machine: the
// pictures are small and grey, and may differ a little everywhere but nowhere much.
// To remake them: BASELINES=write tests/browser/run.sh, then look at them. Argument: folder with fixed/ and fixed-study/.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { test, bare, main, assert } = require('./harness.js');

const at = (...names) => path.join(path.resolve(process.argv[2]), ...names);
const kept = (name) => path.join(__dirname, 'figures', `${name}.png`);
const WIDTH = 380;
// Of white to black: how much the mean of a square of 6 x 6 points may differ, where words stand and elsewhere.
const WORDS = 0.3;
const MARKS = 0.05;

const figures = fs.readdirSync(at('fixed', 'figures')).map((f) => at('fixed', 'figures', f))
  .concat(['speakers-by-source.svg', 'word-shift.svg'].map((f) => at('fixed-study', 'figures', f)))
  .filter((f) => f.endsWith('.svg'));

// Functions of the page, so that no picture travels.
const helpers = () => {
  const picture = async (src, w) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const h = Math.round((w * image.naturalHeight) / image.naturalWidth);
    const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0, w, h);
    return { w, h, canvas, context, pixels: context.getImageData(0, 0, w, h) };
  };
  const grey = (data, i) => (0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2]) / 255;
  window.small = async (src, w) => {
    const p = await picture(src, w);
    const { data } = p.pixels;
    for (let i = 0; i < data.length; i += 4) {
      // Sixteen levels are enough to compare, and make a small file.
      data.fill(Math.round(grey(data, i) * 15) * 17, i, i + 3);
      data[i + 3] = 255;
    }
    p.context.putImageData(p.pixels, 0, 0);
    return p.canvas.toDataURL('image/png').split(',')[1];
  };
  window.apart = async (one, other, w, text) => {
    const [a, b] = [await picture(one, w), await picture(other, w)];
    if (Math.abs(a.h - b.h) > 1) return { height: [a.h, b.h] };
    document.body.innerHTML = text;
    const box = document.querySelector('svg').viewBox.baseVal;
    const scale = w / box.width;
    const across = Math.ceil(w / 6);
    const square = (x, y) => Math.floor(y / 6) * across + Math.floor(x / 6);
    const said = new Set();
    for (const t of document.querySelectorAll('svg text')) {
      const r = t.getBBox();
      for (let y = r.y * scale - 1; y <= (r.y + r.height) * scale + 1; y += 3) {
        for (let x = r.x * scale - 1; x <= (r.x + r.width) * scale + 1; x += 3) said.add(square(x, y));
      }
    }
    const sums = new Map();
    for (let y = 0; y < Math.min(a.h, b.h); y += 1) {
      for (let x = 0; x < w; x += 1) {
        const i = 4 * (y * w + x);
        const key = square(x, y);
        const [sum, n] = sums.get(key) || [0, 0];
        // What is darker here and lighter there within a square is the edge of a letter, not a missing mark.
        sums.set(key, [sum + grey(a.pixels.data, i) - grey(b.pixels.data, i), n + 1]);
      }
    }
    const worst = (words) => Math.max(0, ...[...sums].filter(([k]) => said.has(k) === words).map(([, [s, n]]) => Math.abs(s / n)));
    return { words: worst(true), marks: worst(false) };
  };
};

const svg = (text) => {
  const [, w, h] = text.match(/viewBox="0 0 (\S+) (\S+)"/);
  return `data:image/svg+xml;base64,${Buffer.from(text.replace('<svg ', `<svg width="${w}" height="${h}" `)).toString('base64')}`;
};
const png = (file) => `data:image/png;base64,${fs.readFileSync(file).toString('base64')}`;

const alike = (d) => d.words < WORDS && d.marks < MARKS;
const text = (file) => fs.readFileSync(file, 'utf8');
const apart = (page, one, other, words) => page.evaluate(([a, b, w, t]) => window.apart(a, b, w, t), [one, other, WIDTH, words]);

test('every kind of figure looks as it did when people last looked', () => bare(async (page) => {
  await page.evaluate(helpers);
  const names = figures.map((f) => path.basename(f, '.svg'));
  if (process.env.BASELINES === 'write') {
    for (const file of figures) {
      const drawn = await page.evaluate(([src, w]) => window.small(src, w), [svg(text(file)), WIDTH]);
      fs.writeFileSync(kept(path.basename(file, '.svg')), Buffer.from(drawn, 'base64'));
    }
  }
  const stored = fs.readdirSync(path.join(__dirname, 'figures')).filter((f) => f.endsWith('.png')).map((f) => path.basename(f, '.png'));
  assert.deepEqual(stored.sort(), names.sort(), 'a picture for every figure, and no other');
  const wrong = [];
  for (const file of figures) {
    const name = path.basename(file, '.svg');
    const d = await apart(page, svg(text(file)), png(kept(name)), text(file));
    if (!alike(d)) wrong.push(`${name}: ${JSON.stringify(d)}`);
  }
  assert.deepEqual(wrong, []);
}));

test('the comparison sees a mark that is gone, and one that is elsewhere', () => bare(async (page) => {
  await page.evaluate(helpers);
  const blind = [];
  for (const file of figures) {
    const before = text(file);
    const marks = [...before.matchAll(/<(circle|rect|path|line)[^>]*class="(pt|ho|c0|c1|c2|c3|g[1-4]|tr|ci|ci ro)"\/>/g)].map((m) => m[0]);
    // Of every kind of mark the largest one, or the first of many alike.
    for (const kind of new Set(marks.map((m) => m.match(/class="([^"]+)"/)[1]))) {
      const of = marks.filter((m) => m.includes(`class="${kind}"`));
      const long = (m) => Number((m.match(/width="([^"]+)"/) || [0, 0])[1]);
      const one = of.reduce((best, m) => (long(m) > long(best) ? m : best));
      // Lines and small marks of one kind go together: a single one may lie under words.
      const gone = long(one) > 20 ? [one] : of;
      const after = gone.reduce((t, m) => t.replace(m, ''), before);
      if (alike(await apart(page, svg(before), svg(after), before))) blind.push(`${path.basename(file)}: ${kind}`);
    }
  }
  const file = at('fixed', 'figures', 'rates.svg');
  const moved = text(file).replace(/(<circle cx=")([\d.]+)/, (_, head, x) => head + (Number(x) + 24));
  if (alike(await apart(page, svg(text(file)), svg(moved), text(file)))) blind.push('rates: a moved mark');
  assert.deepEqual(blind, []);
}));

main().catch((e) => { console.error(e); process.exit(1); });
