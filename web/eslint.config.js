import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

// Read from the bottom: each floor may use the floors below it, never above.
const floors = ["app", "pages", "features", "ui", "lib"];

// The same names, in the same order, as the modules of the server.
const features = [
  "packs",
  "design",
  "reports",
  "importer",
  "capture",
  "metrics",
  "rules",
  "knowledge",
  "improvement",
  "process",
  "approvals",
  "visits",
  "commerce",
  "activity",
  "records",
  "objects",
  "notices",
  "org",
];

const mayNot = (files, above) => ({
  files: [files],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          { group: ["../*"], message: "Write @/… so that a move changes one line." },
          ...(above.length
            ? [{ group: above, message: "This floor may not look up. See docs/guide.md#one-direction." }]
            : []),
        ],
      },
    ],
  },
});

const kitOf = (files, others) => ({
  files,
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      { patterns: [{ group: others, message: "Not this root's kit." }] },
    ],
  },
});

export default ts.config(
  { ignores: ["dist", "src/lib/api.d.ts"] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  a11y.flatConfigs.recommended,
  hooks.configs.flat.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js", "vite.config.ts"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  { files: ["eslint.config.js", "vite.config.ts"], extends: [ts.configs.disableTypeChecked] },
  {
    files: ["src/**"],
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 8],
      eqeqeq: "error",
      "no-console": "error",
      // What people type is text, never markup: nothing is ever injected as HTML.
      "no-restricted-syntax": [
        "error",
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Text is shown as text." },
        {
          selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]",
          message: "Text is shown as text.",
        },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      // { field, ...rest }: taking something out is a use.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      // A number in a template is read the way it is written.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    // Words are lists, not thoughts: their length says nothing about their clarity.
    files: ["src/**/words.ts", "src/lib/words/**"],
    rules: { "max-lines": "off", "max-lines-per-function": "off" },
  },
  { files: ["src/**/*.test.{ts,tsx}"], rules: { "max-lines-per-function": "off" } },
  // The phone never loads the desk's kit, nor the desk the phone's; what both use knows neither.
  kitOf(["src/*/phone/**", "src/features/*/phone/**"], ["antd", "antd/*", "@ant-design/*", "@/ui/desk/*"]),
  kitOf(["src/{app,pages}/desk/**", "src/features/*/desk/**"], ["antd", "antd/*", "@ant-design/*", "@/ui/phone/*"]),
  kitOf(
    ["src/ui/*.tsx", "src/features/*/*.{ts,tsx}", "src/features/objects/fields/**", "src/lib/**"],
    ["antd", "antd/*", "@ant-design/*", "@/ui/desk/*", "@/ui/phone/*", "@/features/*/desk/*", "@/features/*/phone/*"],
  ),
  ...floors.map((floor, i) =>
    mayNot(
      `src/${floor}/**`,
      floors.slice(0, i).map((f) => `@/${f}/*`),
    ),
  ),
  ...features.map((name, i) =>
    mayNot(`src/features/${name}/**`, [
      ...["app", "pages"].map((f) => `@/${f}/*`),
      ...features.slice(0, i).map((f) => `@/features/${f}/*`),
    ]),
  ),
);
