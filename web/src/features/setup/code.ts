const place = "bihuan.setup";

/** The set-up code: of the link that was printed, else of this visit; it is taken out of the address at once. */
export function codeHere(): string {
  const said = decodeURIComponent(location.hash.slice(1));
  if (said !== "") {
    history.replaceState(null, "", location.pathname + location.search);
    keepCode(said);
    return said;
  }
  try {
    return sessionStorage.getItem(place) ?? "";
  } catch {
    return "";
  }
}

/** Keep the code until the tab is closed; an empty one is forgotten. */
export function keepCode(code: string): void {
  try {
    if (code === "") sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, code);
  } catch {
    // A browser that keeps nothing asks for the code again after a reload.
  }
}
