/** What an element may hold: text is set as text, never read as markup. Nothing is left out. */
export type Child = Node | string | null | undefined | false;

/**
 * An HTML element with its attributes and children. For text that servers sent as for all other: strings become text nodes.
 *
 * @param attributes null leaves an attribute out
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes))
    if (value !== null) node.setAttribute(attribute, String(value));
  for (const child of children)
    if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}
