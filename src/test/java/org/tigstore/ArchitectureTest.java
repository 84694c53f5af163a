package org.tigstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room may lean on which. */
@AnalyzeClasses(packages = "org.tigstore", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String JAVA = "java..";
  private static final String NULLNESS = "org.jspecify..";

  @ArchTest
  static final ArchRule blockLeansOnNothing =
      classes()
          .that()
          .resideInAPackage("org.tigstore.block")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.tigstore.block", JAVA, NULLNESS)
          .because("the contract outlives every engine, protocol and server");

  @ArchTest
  static final ArchRule fileLeansOnBlock =
      classes()
          .that()
          .resideInAPackage("org.tigstore.file")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.tigstore.file",
              "org.tigstore.block",
              "com.github.benmanes.caffeine..",
              JAVA,
              NULLNESS)
          .because("an engine is audited with its contract beside it and nothing else");

  @ArchTest
  static final ArchRule protocolLeansOnBlock =
      classes()
          .that()
          .resideInAPackage("org.tigstore.protocol")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.tigstore.protocol", "org.tigstore.block", JAVA, NULLNESS)
          .because("channels and bursts work over every engine, without a container");

  @ArchTest
  static final ArchRule accessLeansOnBlock =
      classes()
          .that()
          .resideInAPackage("org.tigstore.access")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.tigstore.access", "org.tigstore.block", JAVA, NULLNESS)
          .because("who may do what is decided without knowing how a request came");

  @ArchTest
  static final ArchRule webKnowsNoEngineAndNoServer =
      noClasses()
          .that()
          .resideInAPackage("org.tigstore.web")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tigstore.file", "org.tigstore.server")
          .because("a resource parses, makes one call and answers, whatever stands behind it");

  @ArchTest
  static final ArchRule nothingLeansOnServer =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.tigstore.server")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.tigstore.server")
          .because("only the assembling package names implementations");

  @ArchTest
  static final ArchRule noEmptyWords =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameContaining("Util")
          .because("a name says what a type is for");
}
