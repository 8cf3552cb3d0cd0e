// "Meinen Standort nutzen": the device is asked on click only, and the position goes to our server alone.

const TIMEOUT_MS = 10_000;
const MAX_AGE_MS = 300_000;

/** Shows the link where the device can tell its position, and follows it with the position added. */
export function offerLocation(link: HTMLAnchorElement): void {
  if (!("geolocation" in navigator)) return;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  link.after(" ", status);
  link.hidden = false;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    status.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => location.assign(near(link.href, coords.latitude, coords.longitude)),
      () => {
        status.textContent = link.dataset.error ?? "";
      },
      { timeout: TIMEOUT_MS, maximumAge: MAX_AGE_MS },
    );
  });
}

/** Adds the position, rounded to three decimals (about 100 m): enough for the nearest stop, and no more. */
export function near(href: string, latitude: number, longitude: number): string {
  const url = new URL(href);
  url.search = `?nah=${latitude.toFixed(3)},${longitude.toFixed(3)}`;
  return url.href;
}
