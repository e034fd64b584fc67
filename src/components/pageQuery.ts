/** A value of the page's address, after the question mark; empty if it has none. */
export function queryOf(name: string): string {
  return new URLSearchParams(location.search).get(name) ?? "";
}

/** Puts values into the page's address, so that it can be passed on; an empty one is left out. Goes nowhere. */
export function writeQuery(values: Readonly<Record<string, string>>): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(values))
    if (value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
