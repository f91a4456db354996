/**
 * The one script of our pages: a click on the head of a column sorts a table by it, a second one the other way round.
 * Without scripts the tables are as they were written. Kept in plain words that every browser knows.
 */
export const tableSorting = `
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  const number = (text) => {
    const found = /^[<\\s]*[-+\\u2212]?\\d[\\d,]*(\\.\\d+)?/.exec(text);
    return found === null ? NaN : Number(found[0].replace(/[<\\s,]/g, '').replace('\\u2212', '-'));
  };
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent || 'name';
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const sign = down ? -1 : 1;
      const rows = [...table.tBodies[0].rows].map((row) => {
        const text = row.cells[column].textContent.trim();
        return { row, text, value: number(text) };
      });
      rows.sort((a, b) => {
        if (Number.isNaN(a.value) !== Number.isNaN(b.value)) return Number.isNaN(a.value) ? 1 : -1;
        return sign * (Number.isNaN(a.value) ? a.text.localeCompare(b.text) : a.value - b.value);
      });
      table.tBodies[0].append(...rows.map(({ row }) => row));
    });
  });
}
`;
