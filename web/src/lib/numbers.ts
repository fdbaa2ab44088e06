import type { Lang } from "@/lib/i18n";

const locale = (lang: Lang) => (lang === "zh" ? "zh-CN" : "en-GB");

/** A number with its thousands apart. */
export function count(n: number, lang: Lang): string {
  return new Intl.NumberFormat(locale(lang)).format(n);
}

/** Money in whole units, as it is said on a board: ¥386,000; ¥1,230 万 from ten million on. */
export function money(amount: number | string, lang: Lang): string {
  const n = Number(amount);
  if (lang === "zh" && Math.abs(n) >= 10_000_000) return `¥${count(Math.round(n / 10_000), lang)} 万`;
  return (
    (n < 0 ? "-" : "") + `¥${new Intl.NumberFormat(locale(lang), { maximumFractionDigits: 2 }).format(Math.abs(n))}`
  );
}

/** A share of one as a percentage: 0.6315 is 63.2 %. */
export function percent(share: number, digits = 0): string {
  return `${(share * 100).toFixed(digits)}%`;
}
