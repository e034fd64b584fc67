import {create} from "d3";
import {divergenceText} from "./divergenceText.js";
import {type MatrixData, pairOf} from "./matrixPairs.js";

/** Two servers to choose by name and how their answers compare: the matrix for fingers, screen readers and the impatient. */
export function pairLookup({comparison, servers}: MatrixData): HTMLElement {
  const form = create("form").attr("class", "lookup").attr("aria-label", "Compare two servers");
  const node = form.node() as HTMLFormElement; // created above
  const names = comparison.servers
    .map((server, position) => ({name: servers[server]?.endpoint ?? "", position}))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  const [first, second] = ["Compare", "with"].map((word, i) => {
    const label = form.append("label");
    label.append("span").text(word);
    const select = label.append("select").node() as HTMLSelectElement; // appended in this line
    for (const {name, position} of names) select.add(new Option(name, String(position)));
    select.selectedIndex = Math.min(i, names.length - 1);
    return select;
  }) as [HTMLSelectElement, HTMLSelectElement]; // one for each word
  const answer = form.append("output");
  const show = () => {
    const [row, column] = [Number(first.value), Number(second.value)];
    const {bits, identical} = pairOf(comparison, {row, column});
    answer.text(row === column ? "one and the same server" : divergenceText(bits, identical));
  };
  form.on("input", show).on("submit", (event: Event) => event.preventDefault());
  if (names.length >= 2) show();
  else form.attr("hidden", "");
  return node;
}
