/** The languages whose grammars are shipped, and which of their nodes are symbols. */

/** A grammar and what stands in its trees. */
export interface Language {
  /** Of `tree-sitter-<grammar>.wasm`. */
  readonly grammar: string;
  /** Endings of names, without the dot. */
  readonly endings: readonly string[];
  /** What a reader calls a node, by the grammar's name for it. */
  readonly kinds: Readonly<Record<string, string>>;
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

export const languages: readonly Language[] = [
  { grammar: 'typescript', endings: ['ts', 'mts', 'cts'], kinds: script },
  { grammar: 'tsx', endings: ['tsx'], kinds: script },
  { grammar: 'javascript', endings: ['js', 'jsx', 'mjs', 'cjs'], kinds: script },
  {
    grammar: 'python',
    endings: ['py', 'pyi'],
    kinds: { function_definition: 'function', class_definition: 'class' },
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
  },
];
