
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  // Letters without case and accents, so that "liberta" finds "libertà".
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const w = JSON.parse(byId('main').dataset.words);
  const many = (n) => `${n.toLocaleString(w.locale)} ${n === 1 ? w.one : w.many}`;
  const quotes = all('.cell blockquote').map((node) => ({ node, words: null, facets: node.dataset }));
  const cells = all('.cell');

  const has = (facets, name, value) => {
    if (name === 'from') return (facets.year || '') >= value;
    if (name === 'to') return !!facets.year && facets.year <= value;
    if (name === 'period') return (facets.date || '').startsWith(value);
    if (name === 'since') return (facets.date || '') >= value;
    if (name === 'before') return !!facets.date && facets.date < value;
    // Both sides may name several.
    const theirs = (facets[name] || '').split('|');
    return value.split('|').some((v) => theirs.includes(v));
  };
  // Strokes of a value's own are broken ones in a property, where whole ones part several values.
  const own = (value) => value.replaceAll('¦', '|');

  // Filters and search.
  const form = byId('filters');
  const filters = all('select', form || document.createElement('form'));
  const fill = (select) => {
    const facet = ['from', 'to'].includes(select.dataset.filter) ? 'year' : select.dataset.filter;
    const counts = new Map();
    for (const { facets } of quotes) {
      for (const value of (facets[facet] || '').split('|').filter(Boolean)) counts.set(value, (counts.get(value) || 0) + 1);
    }
    const values = [...counts.keys()];
    if (!['frame', 'stance', 'voice'].includes(facet)) values.sort((a, b) => a.localeCompare(b, w.locale));
    for (const value of values) {
      const label = facet === 'year' ? value : `${own(value)} (${counts.get(value)})`;
      select.append(new Option(label, value));
    }
    select.closest('label').hidden = values.length < 2;
    if (values.length < 2) select.closest('label').style.display = 'none';
  };
  const filter = () => {
    const wanted = filters.filter((s) => s.value).map((s) => [s.dataset.filter, s.value]);
    const words = plain(byId('words').value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const quote of quotes) {
      const { node, facets } = quote;
      // Words are read when somebody first looks for some: a page of thousands of sentences opens at once.
      if (words.length) quote.words ??= plain(node.textContent);
      const shown = wanted.every(([name, value]) => has(facets, name, value)) && words.every((w) => quote.words.includes(w));
      node.hidden = !shown;
      found += shown ? 1 : 0;
    }
    const narrowed = wanted.length > 0 || words.length > 0;
    for (const cell of cells) cell.hidden = narrowed && !cell.querySelector('blockquote:not([hidden])');
    byId('found').textContent = narrowed ? `${many(found)} ${w.of} ${quotes.length.toLocaleString(w.locale)} ${w.found}` : `${many(quotes.length)} ${w.shown}`;
  };
  if (form && quotes.length) {
    filters.forEach(fill);
    let wait;
    form.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(filter, 120); });
    form.addEventListener('reset', () => setTimeout(filter, 0));
    form.addEventListener('submit', (event) => { event.preventDefault(); filter(); });
    form.hidden = false;
    filter();
  }

  // A number opens its sentences in a panel; the way back is Close, Escape or the browser's own.
  const panel = byId('panel');
  const most = 200;
  const heading = (cell) => cell.querySelector('h3, h4').textContent;
  // The name of a language in the words of the page; its code where the browser does not know it.
  const language = (code) => {
    try {
      return new Intl.DisplayNames([w.locale], { type: 'language' }).of(code);
    } catch {
      return code;
    }
  };
  // Hits that are read alike in one sentence share a quotation: "3 hits in 1 sentence".
  const counted = (fitting, wanted) => {
    const number = (n, one, other) => `${n.toLocaleString(w.locale)} ${n === 1 ? one : other}`;
    const sentences = new Set(fitting.map((q) => `${q.facets.article} ${q.facets.sentence}`)).size;
    const within = number(sentences, w.sentence, w.sentences);
    const hits = fitting.reduce((n, q) => n + Number(q.facets.hits || 0), 0);
    // How many of them are of one entry is not told.
    if (!hits || wanted.some(([name]) => name === 'entry')) return within;
    const named = fitting.every((q) => ['mention', 'related'].includes(q.facets.kind));
    return `${named ? number(hits, w.mention, w.mentions) : number(hits, w.hit, w.hits)} ${w.in} ${within}`;
  };
  const show = ({ id, only }) => {
    const wanted = JSON.parse(only);
    const fitting = quotes.filter((q) => wanted.every(([name, value]) => has(q.facets, name, value)));
    const cell = cells.find((c) => c.dataset.cell === id);
    const exact = ([name, value]) => !['kind', 'article'].includes(name) && !(name === 'tone' && cell);
    const told_as = { since: `${w.since} `, before: `${w.before} ` };
    const word = (name, value) => (name === 'language' ? language(value) : own(value));
    const named = (pairs) => pairs.filter(exact).map(([name, value]) => (told_as[name] || '') + value.split('|').map((v) => word(name, v)).join(` ${w.or} `));
    const several = (wanted[1] || ['', ''])[1].includes('|');
    const title = cell && !several ? [heading(cell), ...named(wanted.slice(2))] : named(wanted);
    byId('panel-title').textContent = title.join(', ');
    const told = cell && !several ? cell.querySelector('p').textContent : '';
    // What a cell says of itself is said once where the whole cell opens.
    const whole = cell && !several && wanted.length === 2 && fitting.length === cell.querySelectorAll('blockquote').length;
    const found = whole ? told : told ? `${counted(fitting, wanted)}, ${w.of} ${told}` : `${counted(fitting, wanted)}.`;
    byId('panel-count').textContent = fitting.length ? found : `${w.none} ${told}`;
    byId('panel-body').replaceChildren(...fitting.slice(0, most).map((q) => {
      const copy = q.node.cloneNode(true);
      copy.hidden = false;
      return copy;
    }));
    byId('panel-all').href = `#${id}`;
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    byId('panel-title').focus();
  };
  const open = (node, id, event) => {
    const state = { id, only: node.dataset.only };
    event.preventDefault();
    history.pushState(state, '', `#${id}`);
    show(state);
  };
  document.addEventListener('click', (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest('a[href^="#"]');
    const mark = event.target.closest('[data-e]');
    if (link && link.id === 'panel-all') {
      event.preventDefault();
      const id = decodeURIComponent(link.hash.slice(1));
      history.replaceState(null, '', link.hash);
      panel.close();
      if (form) { form.reset(); filter(); }
      const heading = byId(id);
      heading.tabIndex = -1;
      heading.scrollIntoView();
      heading.focus();
    } else if (link && link.dataset.only) {
      open(link, decodeURIComponent(link.hash.slice(1)), event);
    } else if (mark) {
      open(mark, mark.dataset.e, event);
    }
  });
  byId('panel-close').addEventListener('click', () => panel.close());
  panel.addEventListener('click', (event) => { if (event.target === panel) panel.close(); });
  panel.addEventListener('close', () => { if (history.state && history.state.only) history.back(); });
  addEventListener('popstate', () => {
    if (history.state && history.state.only) show(history.state); else panel.close();
  });
})();
