import {create} from "d3";
import type {Constants} from "../report/constants.js";
import {dataTable} from "./dataTable.js";

/** The numbers that shape a statement, as the code has them. */
export function numberTable({numbers}: Constants): HTMLElement {
  return dataTable("Numbers that shape what the pages say", numbers, [
    {heading: "Number", text: ({name}) => name},
    {heading: "Value", text: ({value}) => value},
    {heading: "Why", text: ({why}) => why},
  ]);
}

/** The questions that a server is asked. */
export function methodList({methods}: Constants): HTMLElement {
  const list = create("ul").attr("class", "methods");
  for (const method of methods) list.append("li").append("code").text(method);
  return list.node() as HTMLElement; // created above
}

/** Every way to fail. */
export function reasonTable({reasons}: Constants): HTMLElement {
  return dataTable("Reasons recorded when an endpoint does not answer", reasons, [
    {heading: "Reason", text: ([name]) => name},
    {heading: "Meaning", text: ([, meaning]) => meaning},
  ]);
}
