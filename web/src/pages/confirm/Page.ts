import { answer, look, place, type Failure, type Said, type Sent, type Told } from "@/pages/confirm/answers";
import { answerForm } from "@/pages/confirm/answerForm";
import { el } from "@/pages/confirm/elements";
import { spoken, type ConfirmWords } from "@/pages/confirm/words";
import "@/pages/confirm/confirm.css";

type Lang = keyof typeof spoken;

/** The page of one link: asks, shows, and takes the answer. */
export function open(root: HTMLElement, token: string, first: Lang): void {
  let lang: Lang = first;
  let told: Told | null = null;
  let asking: Said["act"] | null = null;

  const show = (focus: boolean) => {
    const t = spoken[lang];
    document.documentElement.lang = t.lang;
    root.replaceChildren(...whole(t));
    if (focus) root.querySelector<HTMLElement>("[tabindex='-1']")?.focus();
  };
  const ask = async () => {
    told = null;
    show(false);
    told = token === "" ? { failure: "wrong" } : await look(token, spoken[lang].lang);
    show(false);
  };
  const send = async (said: Said): Promise<Failure | null> => {
    const after = await answer(token, spoken[lang].lang, said);
    if ("failure" in after && after.failure === "lost") return "lost";
    asking = null;
    told = after;
    if ("failure" in after && after.failure === "answered") told = await look(token, spoken[lang].lang);
    show(true);
    return null;
  };
  const choose = (act: Said["act"] | null) => {
    asking = act;
    show(true);
  };
  const turn = () => {
    lang = lang === "zh" ? "en" : "zh";
    void ask();
  };

  const whole = (t: ConfirmWords): Node[] => {
    const language = el(
      "button",
      { type: "button", class: "lang", lang: spoken[lang === "zh" ? "en" : "zh"].lang, click: turn },
      t.other,
    );
    if (told === null) return [el("main", { class: "sheet" }, el("p", { role: "status" }, t.loading))];
    if ("failure" in told) return [failed(told.failure, t, ask), language];
    const { sent } = told;
    document.title = t.title(sent.title);
    const foot =
      asking === null
        ? acts(sent, t, choose)
        : answerForm(asking, t, {
            send,
            back: () => {
              choose(null);
            },
          });
    return [el("main", {}, head(sent, t), paper(token, sent, t), el("p", { class: "trust" }, t.trust), language), foot];
  };
  void ask();
}

function head(sent: Sent, t: ConfirmWords): HTMLElement {
  return el(
    "header",
    {},
    el("p", { class: "from" }, t.from(sent.company)),
    el("h1", {}, sent.title),
    el("p", {}, t.sender(sent.sender, at(sent.sent_at, t))),
    answered(sent, t) ?? el("p", { class: "until" }, t.until(at(sent.expires_at, t))),
  );
}

/** What was answered, where something was. */
function answered(sent: Sent, t: ConfirmWords): HTMLElement | null {
  if (sent.answer === null) return null;
  const said = sent.answer === "confirmed" ? t.confirmed : t.declined;
  return el(
    "p",
    { class: `answered answered-${sent.answer}`, tabindex: -1, role: "status" },
    said(at(sent.answered_at ?? sent.sent_at, t)),
  );
}

function paper(token: string, sent: Sent, t: ConfirmWords): HTMLElement {
  const link = el("a", { class: "download", href: place(token, "/file"), download: sent.file }, t.download);
  const name = el("p", { class: "file" }, sent.file);
  const pages = Array.from({ length: sent.pages }, (_, i) => page(token, i + 1, sent.pages, t));
  const shown = pages.length > 0 ? pages : [el("p", { class: "lost" }, t.noPages)];
  return el("section", { "aria-label": t.file }, el("div", { class: "bar" }, name, link), ...shown);
}

/** One page as a picture; it comes when one scrolls near it. */
function page(token: string, n: number, of: number, t: ConfirmWords): HTMLElement {
  const picture = el("img", {
    src: place(token, `/pages/${n}`),
    alt: t.page(n, of),
    loading: n > 1 && "lazy",
    decoding: "async",
  });
  const figure = el("figure", {}, picture, el("figcaption", { "aria-hidden": "true" }, `${n} / ${of}`));
  picture.addEventListener("error", () => {
    figure.replaceChildren(el("p", { class: "lost" }, t.pageLost));
  });
  return figure;
}

function acts(sent: Sent, t: ConfirmWords, choose: (act: Said["act"]) => void): HTMLElement {
  if (sent.answer !== null) return el("footer", { hidden: true });
  return el(
    "footer",
    {},
    el(
      "button",
      {
        type: "button",
        class: "yes",
        click: () => {
          choose("confirm");
        },
      },
      t.confirm,
    ),
    el(
      "button",
      {
        type: "button",
        click: () => {
          choose("decline");
        },
      },
      t.decline,
    ),
  );
}

function failed(failure: Failure, t: ConfirmWords, again: () => Promise<void>): HTMLElement {
  const why = failure === "answered" ? "lost" : failure;
  document.title = t[`${why}Title`];
  const retry = el("button", { type: "button", class: "yes", click: () => void again() }, t.retry);
  const calm = why === "lost" || why === "tooMany";
  return el(
    "main",
    { class: "sheet" },
    el("h1", { tabindex: -1 }, t[`${why}Title`]),
    el("p", {}, t[why]),
    ...(calm ? [retry] : []),
  );
}

function at(instant: string, t: ConfirmWords): string {
  return new Date(instant).toLocaleString(t.lang, { dateStyle: "medium", timeStyle: "short" });
}
