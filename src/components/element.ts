/** Attributes of an element; those that are null or undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | null | undefined>>;

/** What an element may hold: text is set as text, never read as markup. Null, undefined and false are nothing. */
export type Child = Node | string | null | undefined | false;

/** An HTML element with its attributes and children, without a library: the home page loads none. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled<Made extends Element>(made: Made, attributes: Attributes, children: readonly Child[]): Made {
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined) made.setAttribute(name, String(value));
  for (const child of children)
    if (child !== null && child !== undefined && child !== false) made.append(child);
  return made;
}
