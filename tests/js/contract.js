// The contract's types as a JSON schema, for the tests in Python. With --write it is written, without it is compared.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";

const ASSETS = new URL("../../assets/", import.meta.url);
const SCHEMA = new URL("contract.json", import.meta.url);
const PLAIN = {
  [ts.SyntaxKind.StringKeyword]: { type: "string" },
  [ts.SyntaxKind.NumberKeyword]: { type: "number" },
  [ts.SyntaxKind.BooleanKeyword]: { type: "boolean" },
  [ts.SyntaxKind.ObjectKeyword]: { type: "object" },
};

const files = readdirSync(ASSETS)
  .map((folder) => new URL(`${folder}/contract.d.ts`, ASSETS))
  .filter((file) => existsSync(file));
const read = (file) => ts.createSourceFile(file.pathname, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
const statements = files.sort().flatMap((file) => read(file).statements.filter((one) => !ts.isImportDeclaration(one)));
const declared = new Map(statements.map((statement) => [statement.name.text, statement]));
if (declared.size < statements.length) throw new Error("a name stands twice in the contract");

function schemaOf(type) {
  if (PLAIN[type.kind]) return PLAIN[type.kind];
  if (ts.isParenthesizedTypeNode(type)) return schemaOf(type.type);
  if (ts.isArrayTypeNode(type)) return { type: "array", items: schemaOf(type.elementType) };
  if (ts.isTupleTypeNode(type)) return tuple(type.elements.map(schemaOf));
  if (ts.isUnionTypeNode(type)) return { anyOf: type.types.map(schemaOf) };
  if (ts.isTypeLiteralNode(type)) return object(membersOf(type));
  if (ts.isLiteralTypeNode(type)) return { const: type.literal.text ?? null };
  if (ts.isTypeReferenceNode(type)) return named(type.typeName.text, type.typeArguments ?? []);
  throw new Error(`contract.d.ts: ${ts.SyntaxKind[type.kind]} has no schema here`);
}

const tuple = (prefixItems) => ({ type: "array", prefixItems, items: false, minItems: prefixItems.length });

function named(name, given) {
  if (name === "Record") return { type: "object", additionalProperties: schemaOf(given[1]) };
  if (name === "Partial") return { ...object(membersOf(declared.get(given[0].typeName.text))), required: [] };
  if (!declared.has(name)) throw new Error(`contract.d.ts does not declare ${name}`);
  return { $ref: `#/$defs/${name}` };
}

/** Its own members after those of what it extends. */
function membersOf(node) {
  const above = (node.heritageClauses ?? []).flatMap((clause) => clause.types);
  return [...above.flatMap((type) => membersOf(declared.get(type.expression.text))), ...node.members];
}

/** An object with these members and no others. */
function object(members) {
  return {
    type: "object",
    properties: Object.fromEntries(members.map((member) => [member.name.text, schemaOf(member.type)])),
    required: members.filter((member) => !member.questionToken).map((member) => member.name.text),
    additionalProperties: false,
  };
}

const $defs = Object.fromEntries(
  [...declared].map(([name, node]) => [name, node.type ? schemaOf(node.type) : object(membersOf(node))]),
);
const lines = Object.entries($defs).map(([name, schema]) => `"${name}": ${JSON.stringify(schema)}`);
const text = `{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {\n${lines.join(",\n")}\n}}\n`;

if (process.argv.includes("--write")) writeFileSync(SCHEMA, text);
else if (readFileSync(SCHEMA, "utf8") !== text) {
  console.error("tests/js/contract.json is not what the contract.d.ts of assets/ say: npm run contract");
  process.exit(1);
}
