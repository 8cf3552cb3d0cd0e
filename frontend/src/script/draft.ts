// What is being typed while another button is pressed goes along with it, and comes back with the answer.

/** What each form of the counter has of its own. */
const OWN = new Set(["form", "schluessel", "tun"]);

/** Adds the fields of the forms marked `data-draft` to every other form of the counter that is sent. */
export function keepDraft(): void {
  document.addEventListener("formdata", (event) => {
    const sent = event.target;
    if (!(sent instanceof HTMLFormElement) || sent.method !== "post" || !sent.closest(".l-counter")) return;
    for (const draft of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
      if (draft === sent) continue;
      // Read field by field: a form asked for its data would be a form that is sent.
      for (const field of draft.elements) {
        const typed = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
        if (!typed || OWN.has(field.name) || (field instanceof HTMLInputElement && field.type === "checkbox" && !field.checked)) continue;
        if (field.value !== "") event.formData.append(field.name, field.value);
      }
    }
  });
}
