import {element} from "./element.js";
import {siteAddress} from "./siteAddress.js";

/** “Is my server here?”: leads to the table of servers with what was typed. */
export function serverSearch(): HTMLFormElement {
  return element(
    "form",
    {class: "search", action: siteAddress("servers/"), method: "get", role: "search"},
    element(
      "label",
      {},
      element("span", {}, "Host, address or part of it"),
      element("input", {
        type: "search",
        name: "q",
        maxlength: 255,
        spellcheck: "false",
        autocapitalize: "none",
        autocomplete: "off",
        placeholder: "electrum.example.org",
      }),
    ),
    element("button", {type: "submit"}, "Look it up"),
  );
}
