// Everything here is a comfort: each page does its work without it.
import { focusErrors } from "./errors";
import { offerLocation } from "./locate";
import { offerPrint } from "./print";
import { offerSuggestions } from "./suggest";

const each = <T extends HTMLElement>(selector: string, start: (element: T) => void): void =>
  document.querySelectorAll<T>(selector).forEach(start);

each<HTMLFormElement>("form[data-suggest]", offerSuggestions);
each<HTMLAnchorElement>("a[data-locate]", offerLocation);
each<HTMLButtonElement>("[data-print]", offerPrint);
each<HTMLElement>("[data-focus]", focusErrors);
