
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  // Letters without case and accents, so that "liberta" finds "libertà".
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const many = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
  const quotes = all('.cell blockquote').map((node) => ({ node, words: plain(node.textContent), facets: node.dataset }));
  const cells = all('.cell');

  const has = (facets, name, value) => {
    if (name === 'from') return (facets.year || '') >= value;
    if (name === 'to') return !!facets.year && facets.year <= value;
    return (facets[name] || '').split('|').includes(value);
  };

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
    if (!['frame', 'stance', 'voice'].includes(facet)) values.sort((a, b) => a.localeCompare(b, 'en'));
    for (const value of values) {
      const label = facet === 'year' ? value : `${value} (${counts.get(value)})`;
      select.append(new Option(label, value));
    }
    select.closest('label').hidden = values.length < 2;
    if (values.length < 2) select.closest('label').style.display = 'none';
  };
  const filter = () => {
    const wanted = filters.filter((s) => s.value).map((s) => [s.dataset.filter, s.value]);
    const words = plain(byId('words').value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { node, words: text, facets } of quotes) {
      const shown = wanted.every(([name, value]) => has(facets, name, value)) && words.every((w) => text.includes(w));
      node.hidden = !shown;
      found += shown ? 1 : 0;
    }
    const narrowed = wanted.length > 0 || words.length > 0;
    for (const cell of cells) cell.hidden = narrowed && !cell.querySelector('blockquote:not([hidden])');
    byId('found').textContent = narrowed ? `${many(found, 'sentence')} of ${quotes.length} found` : `${many(quotes.length, 'sentence')} shown`;
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
  const show = ({ cell: id, only }) => {
    const cell = cells.find((c) => c.dataset.cell === id);
    if (!cell) return false;
    const [name, value] = only ? only.split('=') : [];
    const of = quotes.filter((q) => cell.contains(q.node));
    const fitting = of.filter((q) => !only || has(q.facets, name, value));
    byId('panel-title').textContent = cell.querySelector('h3').textContent + (only ? `, ${value}` : '');
    byId('panel-count').textContent = only
      ? `${many(fitting.length, 'sentence')} of this kind among the ${of.length} quoted here. ${cell.querySelector('p').textContent}`
      : cell.querySelector('p').textContent;
    byId('panel-body').replaceChildren(...fitting.map((q) => {
      const copy = q.node.cloneNode(true);
      copy.hidden = false;
      return copy;
    }));
    byId('panel-all').href = `#${id}`;
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    byId('panel-title').focus();
    return true;
  };
  const open = (id, only, event) => {
    const state = { cell: id, only: only || '' };
    if (!show(state)) return;
    event.preventDefault();
    history.pushState(state, '', `#${id}`);
  };
  document.addEventListener('click', (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest('a[href^="#evidence-"]');
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
    } else if (link) {
      open(decodeURIComponent(link.hash.slice(1)), link.dataset.only, event);
    } else if (mark) {
      open(mark.dataset.e, mark.dataset.only, event);
    }
  });
  byId('panel-close').addEventListener('click', () => panel.close());
  panel.addEventListener('click', (event) => { if (event.target === panel) panel.close(); });
  panel.addEventListener('close', () => { if (history.state && history.state.cell) history.back(); });
  addEventListener('popstate', () => {
    if (!(history.state && history.state.cell && show(history.state))) panel.close();
  });
})();
