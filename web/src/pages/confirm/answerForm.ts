import type { Failure, Said } from "@/pages/confirm/answers";
import { el } from "@/pages/confirm/elements";
import type { ConfirmWords } from "@/pages/confirm/words";

interface Acts {
  send: (said: Said) => Promise<Failure | null>;
  back: () => void;
}

/** Who answers, and for a "no" why; the reason is asked for in words, and what was typed stays when the network fails. */
export function answerForm(act: Said["act"], t: ConfirmWords, { send, back }: Acts): HTMLElement {
  const declines = act === "decline";
  const name = el("input", { id: "name", type: "text", autocomplete: "name", maxlength: 100 });
  const reason = el("textarea", { id: "reason", rows: 3, maxlength: 2000, "aria-describedby": "problem" });
  const problem = el("p", { id: "problem", class: "problem", role: "alert" });
  const submit = el("button", { type: "submit", class: "yes" }, declines ? t.send : t.confirm);
  const form = el(
    "form",
    { novalidate: true },
    el("h2", { tabindex: -1 }, declines ? t.declineTitle : t.confirmTitle),
    el("p", {}, declines ? t.declineNote : t.confirmNote),
    ...(declines ? [el("label", { for: "reason" }, t.reason), reason] : []),
    el("label", { for: "name" }, t.name),
    name,
    problem,
    el("div", { class: "pair" }, el("button", { type: "button", click: back }, t.back), submit),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-busy") === "true") return;
    if (declines && reason.value.trim() === "") {
      problem.textContent = t.reasonFirst;
      reason.setAttribute("aria-invalid", "true");
      reason.focus();
      return;
    }
    submit.setAttribute("aria-busy", "true");
    problem.textContent = "";
    void send({ act, name: name.value.trim(), reason: reason.value.trim() }).then((failure) => {
      submit.removeAttribute("aria-busy");
      if (failure !== null) problem.textContent = `${t.lostTitle}${t.lang === "en" ? ". " : "。"}${t.lost}`;
    });
  });
  return el("footer", {}, form);
}
