import type { MetricAnswer, MetricRow, Unit } from "@/features/metrics/shapes";
import type { Lang } from "@/lib/i18n";
import { count, money, percent } from "@/lib/numbers";

/** A metric's number, in the unit of the metric. */
export function numberSaid(
  row: Pick<MetricRow, "value">,
  metric: Pick<MetricAnswer, "unit" | "currency">,
  lang: Lang,
): string {
  return said(row.value, metric.unit, metric.currency, lang);
}

/** Any number of a unit; a dash for none. */
export function said(value: number | null, unit: Unit, currency: string | null, lang: Lang): string {
  if (value === null) return "—";
  return writers[unit](value, lang, currency);
}

const writers: Readonly<Record<Unit, (value: number, lang: Lang, currency: string | null) => string>> = {
  count: (value, lang) => count(value, lang),
  percent: (value) => percent(value / 100, 2),
  money: (value, lang, currency) =>
    currency === null || ["CNY", "RMB", "元", "¥"].includes(currency)
      ? money(value, lang)
      : `${count(Math.round(value), lang)} ${currency}`,
  days: (value, lang) => `${count(Math.round(value * 100) / 100, lang)}${lang === "zh" ? " 天" : " d"}`,
  hours: (value, lang) => `${count(Math.round(value * 100) / 100, lang)}${lang === "zh" ? " 小时" : " h"}`,
};
