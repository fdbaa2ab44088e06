import { Fragment, type ReactNode } from "react";

type Block = { kind: "head"; level: number; text: string } | { kind: "list" | "table" | "text"; lines: string[] };

/** A handbook of a pack: the little of Markdown that handbooks are written in, as text and never as HTML. */
export function Handbook({ text }: { text: string }) {
  return (
    <article className="new-handbook">
      {blocksOf(text).map((block, place) => (
        <Fragment key={place}>{shown(block)}</Fragment>
      ))}
    </article>
  );
}

/** The blocks of a text: headings, lists, tables, and the rest as paragraphs. */
export function blocksOf(text: string): readonly Block[] {
  return text
    .replace(/\r\n/g, "\n")
    .replace(/^(#{1,4} .*)$/gm, "\n$1\n")
    .split(/\n\s*\n/)
    .map((part) => part.replace(/^\n+|\s+$/g, ""))
    .filter(Boolean)
    .map(blockOf);
}

function blockOf(part: string): Block {
  const head = /^(#{1,4}) (.*)$/.exec(part);
  if (head !== null) return { kind: "head", level: head[1]?.length ?? 1, text: head[2] ?? "" };
  const lines = part.split("\n");
  if (part.startsWith("|")) return { kind: "table", lines };
  if (!item.test(part)) return { kind: "text", lines: lines.map((line) => line.trim()) };
  const items = lines.reduce<string[]>((found, line) => {
    if (item.test(line)) return [...found, line.trim()];
    return [...found.slice(0, -1), joined([found[found.length - 1] ?? "", line.trim()])];
  }, []);
  return { kind: "list", lines: items };
}

const item = /^\s*([-*]|\d+\.) /;

function shown(block: Block): ReactNode {
  if (block.kind === "head") return block.level === 1 ? null : <h3>{spoken(block.text)}</h3>;
  if (block.kind === "text") return <p>{spoken(joined(block.lines))}</p>;
  if (block.kind === "list") {
    return (
      <ul>
        {block.lines.map((line) => (
          <li key={line}>{spoken(line.replace(item, ""))}</li>
        ))}
      </ul>
    );
  }
  const [head = [], ...rows] = block.lines.filter((line) => !/^[|\s:-]+$/.test(line)).map(cells);
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell) => (
            <th key={cell} scope="col">
              {spoken(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.join("|")}>
            {row.map((cell, place) => (
              <td key={place}>{spoken(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cells(line: string): string[] {
  return line
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

/** Lines of Chinese are joined without a gap, those of English with one. */
function joined(lines: readonly string[]): string {
  return lines.join(" ").replace(/([\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])/g, "$1");
}

/** Text with what is bold in it. */
function spoken(text: string): ReactNode {
  return text.split(/\*\*/).map((part, place) => (place % 2 === 1 ? <b key={place}>{part}</b> : part));
}
