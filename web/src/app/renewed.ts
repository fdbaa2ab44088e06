const place = "bihuan.renewed";
const once = 60_000;

/**
 * After an update the server no longer has the old pages' files: a page that cannot be fetched is fetched anew,
 * with everything around it, once.
 */
export function renewed(): void {
  window.addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(place) ?? 0);
    if (Date.now() - last < once) return;
    sessionStorage.setItem(place, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
