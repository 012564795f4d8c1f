/** The languages whose grammars are shipped, and which of their nodes are symbols. */

/** A grammar and what stands in its trees. */
export interface Language {
  /** Of `tree-sitter-<grammar>.wasm`. */
  readonly grammar: string;
  /** Endings of names, without the dot. */
  readonly endings: readonly string[];
  /** What a reader calls a node, by the grammar's name for it. */
  readonly kinds: Readonly<Record<string, string>>;
  /** What says which others a file uses; absent where no kind of node does. */
  readonly imports?: Imports;
}

interface Imports {
  readonly nodes: readonly string[];
  /** Stands in the text of each such node, or of one around it. */
  readonly word: RegExp;
}

const script: Language['kinds'] = {
  function_declaration: 'function',
  generator_function_declaration: 'function',
  class_declaration: 'class',
  abstract_class_declaration: 'class',
  interface_declaration: 'interface',
  type_alias_declaration: 'type',
  enum_declaration: 'enum',
  internal_module: 'namespace',
  module: 'namespace',
  method_definition: 'method',
  abstract_method_signature: 'method',
  method_signature: 'method',
  public_field_definition: 'property',
  field_definition: 'property',
  property_signature: 'property',
  variable_declarator: 'constant',
};

const scriptImports: Imports = { nodes: ['import_statement'], word: /import/gu };

export const languages: readonly Language[] = [
  { grammar: 'typescript', endings: ['ts', 'mts', 'cts'], kinds: script, imports: scriptImports },
  { grammar: 'tsx', endings: ['tsx'], kinds: script, imports: scriptImports },
  { grammar: 'javascript', endings: ['js', 'jsx', 'mjs', 'cjs'], kinds: script, imports: scriptImports },
  {
    grammar: 'python',
    endings: ['py', 'pyi'],
    kinds: { function_definition: 'function', class_definition: 'class' },
    imports: { nodes: ['import_statement', 'import_from_statement'], word: /import/gu },
  },
  {
    grammar: 'go',
    endings: ['go'],
    kinds: {
      function_declaration: 'function',
      method_declaration: 'method',
      type_spec: 'type',
      type_alias: 'type',
      const_spec: 'constant',
    },
    imports: { nodes: ['import_spec'], word: /import/gu },
  },
  {
    grammar: 'java',
    endings: ['java'],
    kinds: {
      class_declaration: 'class',
      interface_declaration: 'interface',
      enum_declaration: 'enum',
      record_declaration: 'record',
      annotation_type_declaration: 'annotation',
      method_declaration: 'method',
      constructor_declaration: 'constructor',
    },
    imports: { nodes: ['import_declaration'], word: /import/gu },
  },
  {
    grammar: 'rust',
    endings: ['rs'],
    kinds: {
      function_item: 'function',
      function_signature_item: 'function',
      struct_item: 'struct',
      enum_item: 'enum',
      trait_item: 'trait',
      impl_item: 'impl',
      mod_item: 'module',
      type_item: 'type',
      const_item: 'constant',
      macro_definition: 'macro',
    },
    imports: { nodes: ['use_declaration', 'mod_item'], word: /use|mod/gu },
  },
  {
    grammar: 'cpp',
    endings: ['c', 'h', 'cc', 'cpp', 'cxx', 'hh', 'hpp', 'hxx'],
    kinds: {
      function_definition: 'function',
      declaration: 'function',
      field_declaration: 'method',
      class_specifier: 'class',
      struct_specifier: 'struct',
      union_specifier: 'union',
      enum_specifier: 'enum',
      namespace_definition: 'namespace',
      type_definition: 'type',
      alias_declaration: 'type',
      preproc_function_def: 'macro',
    },
    imports: { nodes: ['preproc_include'], word: /include/gu },
  },
  {
    grammar: 'c-sharp',
    endings: ['cs'],
    kinds: {
      namespace_declaration: 'namespace',
      class_declaration: 'class',
      interface_declaration: 'interface',
      struct_declaration: 'struct',
      record_declaration: 'record',
      enum_declaration: 'enum',
      delegate_declaration: 'delegate',
      method_declaration: 'method',
      constructor_declaration: 'constructor',
      property_declaration: 'property',
    },
    imports: { nodes: ['using_directive'], word: /using/gu },
  },
  {
    grammar: 'php',
    endings: ['php'],
    kinds: {
      class_declaration: 'class',
      interface_declaration: 'interface',
      trait_declaration: 'trait',
      enum_declaration: 'enum',
      function_definition: 'function',
      method_declaration: 'method',
    },
    imports: {
      nodes: ['namespace_use_clause', 'require_once_expression', 'require_expression', 'include_expression'],
      word: /use|require|include/giu,
    },
  },
  {
    grammar: 'ruby',
    endings: ['rb', 'rake'],
    kinds: { class: 'class', module: 'module', method: 'method', singleton_method: 'method' },
  },
  {
    grammar: 'bash',
    endings: ['sh', 'bash', 'bats'],
    kinds: { function_definition: 'function' },
  },
];
