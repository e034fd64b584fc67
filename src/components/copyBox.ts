import {create} from "d3";

/** Milliseconds for which a button says that it has copied. */
const SAID_MS = 2_000;

/** Text of a fixed width with a button that copies it. @param wrapped long lines are broken, for what is prose or one long word */
export function copyBox(
  text: string,
  label: string,
  {wrapped = false}: {wrapped?: boolean} = {},
): HTMLElement {
  const box = create("div").attr("class", wrapped ? "copy-box wrapped" : "copy-box");
  box
    .append("pre")
    .attr("tabindex", 0)
    .attr("role", "region")
    .attr("aria-label", label)
    .append("code")
    .text(text);
  const button = box
    .append("button")
    .attr("type", "button")
    .attr("aria-label", `Copy: ${label}`)
    .text("Copy");
  const said = box.append("span").attr("class", "copy-said").attr("role", "status");
  button.on("click", async () => {
    said.text(await copied(text));
    setTimeout(() => said.text(""), SAID_MS);
  });
  return box.node() as HTMLElement; // created above
}

/** A browser may refuse, or have no clipboard where a page is not served securely. */
async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    return "The browser did not allow it; select the text instead.";
  }
}
