import type { Mark, Spec } from "@/features/reports/shapes";
import "@/features/reports/desk/reports.css";

/** The pictures of a dashboard, drawn from the values of the server's specification: every mark is a button. */
interface Props {
  spec: Spec;
  onOpen: (mark: Mark) => void;
}

/** One bar for each group with its number; what is beyond its safe line has a square besides its colour. */
export function Bars({ spec, onOpen }: Props) {
  const { values } = spec.data;
  const most = Math.max(...values.map(({ value }) => value ?? 0), 0) || 1;
  return (
    <ul className="bars" aria-label={spec.description}>
      {values.map((mark) => (
        <li key={mark.key}>
          <button
            type="button"
            title={`${mark.label} ${mark.said}`}
            onClick={() => {
              onOpen(mark);
            }}
          >
            <span className="bars-name">{mark.label}</span>
            <span className="bars-track">
              <span
                className={mark.bad ? "bars-bar bars-bad" : "bars-bar"}
                style={{ width: `${((mark.value ?? 0) / most) * 100}%` }}
              />
            </span>
            <span className="bars-said">
              {mark.bad ? <span aria-hidden="true">■ </span> : null}
              {mark.said}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const MOST_NAMED = 7;

/** A point for each stretch of time, joined by a line. */
export function Line({ spec, onOpen }: Props) {
  const { values } = spec.data;
  const most = Math.max(...values.map(({ value }) => value ?? 0), 0) || 1;
  const at = (i: number) => ((i + 0.5) / values.length) * 100;
  const height = (mark: Mark) => 100 - ((mark.value ?? 0) / most) * 100;
  const known = values.flatMap((mark, i) => (mark.value === null ? [] : [`${at(i)},${height(mark)}`]));
  const every = Math.ceil(values.length / MOST_NAMED);
  return (
    <div className="line-chart" role="group" aria-label={spec.description}>
      <div className="line-plot">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <polyline
            points={known.join(" ")}
            fill="none"
            stroke="#1d5fd1"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        {values.map((mark, i) =>
          mark.value === null ? null : (
            <button
              key={mark.key}
              type="button"
              className={mark.bad ? "line-point line-bad" : "line-point"}
              style={{ left: `${at(i)}%`, top: `${height(mark)}%` }}
              title={`${mark.label} ${mark.said}`}
              onClick={() => {
                onOpen(mark);
              }}
            >
              <span className="vh">{`${mark.label} ${mark.said}`}</span>
              {i % every === 0 || i === values.length - 1 ? <b aria-hidden="true">{mark.said}</b> : null}
            </button>
          ),
        )}
      </div>
      <p className="line-names" aria-hidden="true">
        {values.map((mark, i) => (
          <span key={mark.key}>{i % every === 0 ? mark.label : ""}</span>
        ))}
      </p>
    </div>
  );
}

/** Groups down, weeks across: the deeper the colour the more, and the number stands in every field. */
export function Heat({ spec, onOpen }: Props) {
  const { values } = spec.data;
  const most = Math.max(...values.map(({ value }) => value ?? 0), 0) || 1;
  const columns = [...new Map(values.map((mark) => [mark.column, mark.column_label])).entries()];
  const rows = [...new Map(values.map((mark) => [mark.key, mark.label])).entries()];
  return (
    <div className="facts-scroll">
      <table className="heat">
        <caption className="vh">{spec.description}</caption>
        <thead>
          <tr>
            <td />
            {columns.map(([column, label]) => (
              <th key={column} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, label]) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              {values
                .filter((mark) => mark.key === key)
                .map((mark) => (
                  <td key={mark.column}>
                    <button
                      type="button"
                      style={{ background: deep((mark.value ?? 0) / most) }}
                      title={`${label} ${mark.column_label ?? ""} ${mark.said}`}
                      onClick={() => {
                        onOpen(mark);
                      }}
                    >
                      {mark.said}
                    </button>
                  </td>
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Between the two colours of a heat table, on both of which text can be read. */
function deep(share: number): string {
  const between = (from: number, to: number) => Math.round(from + (to - from) * share);
  return `rgb(${between(232, 121)}, ${between(240, 162)}, ${between(253, 230)})`;
}
