import type {ListedServer} from "../report/serverList.js";
import {element} from "./element.js";
import {type Level, levelStep, levelNames} from "./levelScale.js";
import {matches, searchAnswer, searchTerms} from "./searchTerms.js";
import {writeQuery} from "./pageQuery.js";
import {serverColumns} from "./serverColumns.js";
import {type FilterValues, LONGEST_QUERY, serverViewIn, valuesOf} from "./serverQuery.js";
import {siteAddress} from "./siteAddress.js";

/** ms of rest after which the address is brought up to date: a browser refuses more than some twenty changes a second. */
const ADDRESS_AFTER_MS = 250;

/** A choice that narrows the table; its options are values by what they are called, in order. */
interface Filter extends FilterValues {
  readonly name: string;
  holds(server: ListedServer, value: string): boolean;
}

/**
 * All servers: a search box that answers whether one is here, filters, and a table that its headings sort. Rows are made
 * once and only shown, hidden and moved, so that a thousand of them follow the keys.
 *
 * Search, filters and order are kept in the page's address.
 */
export function serverTable(servers: readonly ListedServer[]): HTMLElement {
  const search = element("input", {
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: LONGEST_QUERY,
    placeholder: "host, IP address, port, or part of it",
  });
  const filters = filtersOf(servers);
  const asked = serverViewIn(location.search, filters);
  search.value = asked.query;
  const selects = filters.map(({options}) =>
    element(
      "select",
      {},
      element("option", {value: ""}, "all"),
      ...options.map(([value, label]) => element("option", {value}, label)),
    ),
  );
  for (const [i, {key}] of filters.entries()) {
    const select = selects[i];
    if (select) select.value = asked.filters[key] ?? "";
  }
  const answer = element("p", {class: "search-answer", role: "status"});
  const absent = absentNote();
  const shown = element("p", {class: "search-count"});
  const rows = servers.map((server) => ({server, line: lineOf(server)}));
  const body = element("tbody", {}, ...rows.map(({line}) => line));
  const headings = serverColumns.map(({heading, kind}) =>
    element(
      "th",
      {scope: "col", class: kind ?? null},
      element("button", {type: "button", class: "sort"}, heading),
    ),
  );
  const table = element(
    "div",
    {class: "table-box servers", tabindex: 0, role: "region", "aria-label": "Servers"},
    element("table", {}, element("thead", {}, element("tr", {}, ...headings)), body),
  );

  const refresh = () => {
    const terms = searchTerms(search.value);
    let [found, visible] = [0, 0];
    for (const {server, line} of rows) {
      const isFound = matches(server, terms);
      const isShown =
        isFound &&
        filters.every(({holds}, i) => {
          const value = selects[i]?.value ?? "";
          return value === "" || holds(server, value);
        });
      line.hidden = !isShown;
      if (isFound) found++;
      if (isShown) visible++;
    }
    answer.textContent = searchAnswer(search.value, found, servers.length);
    absent.hidden = found > 0 || terms.length === 0;
    shown.textContent = visible === found ? "" : `The filters show ${visible} of them.`;
    table.hidden = visible === 0;
  };
  let sorted = {column: 0, down: false};
  let addressing = 0;
  const address = () => {
    clearTimeout(addressing);
    const chosen = Object.fromEntries(filters.map(({key}, i) => [key, selects[i]?.value ?? ""]));
    writeQuery(valuesOf({query: search.value, filters: chosen, ...sorted}));
  };
  const addressSoon = () => {
    clearTimeout(addressing);
    addressing = window.setTimeout(address, ADDRESS_AFTER_MS);
  };
  const sortBy = (column: number, down: boolean) => {
    const by = serverColumns[column];
    if (!by) return;
    sorted = {column, down};
    const sign = down ? -1 : 1;
    body.append(
      ...rows.toSorted((x, y) => compare(by.order(x.server), by.order(y.server), sign)).map(({line}) => line),
    );
    markSorted();
  };
  const markSorted = () => {
    for (const [i, heading] of headings.entries())
      if (i === sorted.column) heading.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
  };
  for (const [i, heading] of headings.entries())
    heading.firstElementChild?.addEventListener("click", () => {
      sortBy(i, sorted.column === i ? !sorted.down : (serverColumns[i]?.largestFirst ?? false));
      address();
    });
  const form = element(
    "form",
    {class: "search", role: "search", "aria-label": "Servers"},
    element("label", {class: "search-box"}, element("span", {}, "Is my server here?"), search),
    ...filters.map(({name}, i) => element("label", {}, element("span", {}, name), selects[i])),
  );
  form.addEventListener("input", () => {
    refresh();
    addressSoon();
  });
  // A choice was made, or the box is left, for a link perhaps: the address has to be right before the page is.
  form.addEventListener("change", address);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    address();
  });
  if (asked.column === 0 && !asked.down) markSorted();
  else sortBy(asked.column, asked.down);
  refresh();
  return element("div", {class: "server-list"}, form, answer, absent, shown, table);
}

/** What is missing comes last, whichever way is sorted. */
function compare(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return sign * (a < b ? -1 : a > b ? 1 : 0);
}

function lineOf(server: ListedServer): HTMLTableRowElement {
  return element(
    "tr",
    {},
    ...serverColumns.map(({kind, content}, i) =>
      i === 0
        ? element("th", {scope: "row", class: kind ?? null}, content(server))
        : element("td", {class: kind ?? null}, content(server)),
    ),
  );
}

function filtersOf(servers: readonly ListedServer[]): readonly Filter[] {
  const valuesOf = (value: (server: ListedServer) => string | null) =>
    [...new Set(servers.map(value))].filter((each) => each !== null).toSorted(byNumberOrName);
  const named = (values: readonly string[]) => values.map((value) => [value, value] as const);
  return [
    {
      key: "program",
      name: "Program",
      options: named(valuesOf(({program}) => program)),
      holds: ({program}, value) => program === value,
    },
    {
      key: "network",
      name: "Network",
      options: named(valuesOf(({network}) => network)),
      holds: ({network}, value) => network === value,
    },
    {
      key: "cluster",
      name: "Cluster",
      options: [...named(valuesOf(({cluster}) => cluster)), ["none", "none"]],
      holds: ({cluster}, value) => (cluster ?? "none") === value,
    },
    {
      key: "level",
      name: "Level of any pair",
      options: levelNames
        .filter((level) => servers.some((server) => isAt(server, level)))
        .map((level) => [level, levelStep(level).label] as const),
      holds: (server, value) => isAt(server, value as Level),
    },
    {
      key: "newest",
      name: "Newest run",
      options: [
        ["yes", "answered"],
        ["no", "silent"],
      ],
      holds: ({answersNow}, value) => answersNow === (value === "yes"),
    },
  ];
}

function isAt({level, ties}: ListedServer, wanted: Level): boolean {
  return level === wanted || (ties[wanted] ?? 0) > 0;
}

/** `C2` before `C10`. */
function byNumberOrName(a: string, b: string): number {
  return a.localeCompare(b, "en", {numeric: true});
}

/** How a server comes to be here, and how not. */
function absentNote(): HTMLElement {
  return element(
    "p",
    {class: "search-absent"},
    "Asked are the servers of public lists and those that they name as their peers, nothing else. A server that is on no such list is not here, nor is one whose operator asked to be left out before it was ever asked. Opting out at any time ends all further questions. ",
    element("a", {href: siteAddress("ethics")}, "How lists are made, and how to opt out"),
    ".",
  );
}
