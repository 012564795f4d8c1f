import type { Discoverer } from './folder';

/** Cargo, Go, Maven and Gradle: one command each, by the file that makes it a project. */
export const compiled: Discoverer = async ({ names }) => {
  const found = [
    names.has('Cargo.toml') && { line: 'cargo test', source: 'Cargo.toml' },
    names.has('go.mod') && { line: 'go test ./...', source: 'go.mod' },
    names.has('pom.xml') && { line: `${names.has('mvnw') ? './mvnw' : 'mvn'} -B test`, source: 'pom.xml' },
    gradle(names),
  ];
  return found.filter((each) => each !== false);
};

function gradle(names: ReadonlySet<string>) {
  const file = ['build.gradle', 'build.gradle.kts'].find((name) => names.has(name));
  return file !== undefined && { line: `${names.has('gradlew') ? './gradlew' : 'gradle'} test`, source: file };
}
