/** What the server asks, with byte strings as base64url (Web Authentication, level 3, section 5.1.8). */
interface Question {
  ticket: string;
  options: { publicKey: Record<string, unknown> };
}

const bytes = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

/** The members that are byte strings, wherever they stand in a question; but for the id of the site, which is a name. */
const BINARY = new Set(["challenge", "id"]);

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).map(([name, inner]) => {
    if (name === "rp") return [name, inner];
    return [name, BINARY.has(name) && typeof inner === "string" ? bytes(inner) : decode(inner)];
  });
  return Object.fromEntries(pairs);
}

function encode(credential: PublicKeyCredential): string {
  const response = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const part = (name: "clientDataJSON" | "attestationObject" | "authenticatorData" | "signature" | "userHandle") => {
    const buffer = response[name];
    return buffer ? { [name]: text(buffer) } : {};
  };
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    extensions: {},
    response: {
      ...part("clientDataJSON"),
      ...part("attestationObject"),
      ...part("authenticatorData"),
      ...part("signature"),
      ...part("userHandle"),
    },
  });
}

async function ask(form: HTMLFormElement): Promise<Question> {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  const answer = await fetch(form.dataset["ask"] ?? "", { method: "POST", body: fields });
  const said = (await answer.json()) as Question & { error?: string; to?: string };
  // The second factor is asked for first; the person then comes back here.
  if (said.to) location.assign(said.to);
  if (!answer.ok) throw new Error(said.error ?? "");
  return said;
}

/**
 * A form that is answered by an authenticator: asks the server for a question, lets the browser answer it, and sends the
 * form with the answer in it. What goes wrong is said in the form; a person who closes the browser's window may try again.
 */
export function offerPasskey(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  const said = form.querySelector<HTMLElement>("[data-said]");
  if (!button || !("credentials" in navigator) || !window.PublicKeyCredential) return;
  button.hidden = false;
  if (said) said.textContent = "";
  const field = (name: string, value: string): void => {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value;
  };
  const answered = async (): Promise<void> => {
    const question = await ask(form);
    const publicKey = decode(question.options.publicKey);
    const credential =
      form.dataset["passkey"] === "create"
        ? await navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
        : await navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
    field("ticket", question.ticket);
    field("answer", encode(credential as PublicKeyCredential));
    form.submit();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    answered().catch((error: unknown) => {
      button.disabled = false;
      const told = error instanceof Error && error.name === "Error" ? error.message : "";
      if (said) said.textContent = told || (form.dataset["failed"] ?? "");
    });
  });
}
