package org.tigstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Set;

/** Which room may lean on which. */
@AnalyzeClasses(packages = "org.tigstore", importOptions = DoNotIncludeTests.class)
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
          .resideInAnyPackage(
              "org.tigstore.access",
              "org.tigstore.block",
              "com.github.benmanes.caffeine..",
              JAVA,
              NULLNESS)
          .because("who may do what is decided without knowing how a request came");

  @ArchTest
  static final ArchRule clusterLeansOnProtocol =
      classes()
          .that()
          .resideInAPackage("org.tigstore.cluster")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.tigstore.cluster",
              "org.tigstore.protocol",
              "org.tigstore.access",
              "org.tigstore.block",
              "org.apache.hc..",
              "com.github.benmanes.caffeine..",
              "org.xbill.DNS..",
              "javax.net.ssl",
              JAVA,
              NULLNESS)
          .because("any engine can stand behind it, and no container is needed");

  @ArchTest
  static final ArchRule webKnowsNoEngineAndNoServer =
      noClasses()
          .that()
          .resideInAPackage("org.tigstore.web")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tigstore.file", "org.tigstore.cluster", "org.tigstore.server")
          .because("a resource parses, makes one call and answers, whatever stands behind it");

  @ArchTest
  static final ArchRule nothingLeansOnServer =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.tigstore.server", "org.tigstore.standalone")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.tigstore.server")
          .because("only what assembles names implementations, and a process its settings");

  @ArchTest
  static final ArchRule onlyServerKnowsMeters =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.tigstore.server")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..")
          .because("what happens is told to an observer, whoever counts it");

  @ArchTest
  static final ArchRule launchLeansOnTheJdk =
      classes()
          .that()
          .resideInAPackage("org.tigstore.launch")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.tigstore.launch", JAVA, NULLNESS)
          .because("it runs before anything else can be loaded");

  @ArchTest
  static final ArchRule tlsLeansOnTheJdk =
      classes()
          .that()
          .resideInAPackage("org.tigstore.tls")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.tigstore.tls", JAVA, NULLNESS)
          .because("servers and clients read the same files");

  @ArchTest
  static final ArchRule clientLeansOnProtocol =
      classes()
          .that()
          .resideInAPackage("org.tigstore.client")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.tigstore.client",
              "org.tigstore.protocol",
              "org.tigstore.block",
              "org.tigstore.tls",
              "org.apache.hc..",
              "javax.net.ssl",
              JAVA,
              NULLNESS)
          .because("a program can use it without a command line");

  @ArchTest
  static final ArchRule commandLeansOnClient =
      classes()
          .that()
          .resideInAPackage("org.tigstore.command")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.tigstore.command",
              "org.tigstore.client",
              "org.tigstore.protocol",
              "org.tigstore.block",
              "org.tigstore.tls",
              "picocli..",
              JAVA,
              NULLNESS)
          .because("it parses and prints, and works with every server");

  @ArchTest
  static final ArchRule nothingLeansOnTheStandAloneMode =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.tigstore.launch",
              "org.tigstore.standalone",
              "org.tigstore.command",
              "org.tigstore.client",
              "org.tigstore.tls")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.tigstore.launch",
              "org.tigstore.standalone",
              "org.tigstore.command",
              "org.tigstore.client",
              "org.tigstore.tls",
              "org.eclipse.jetty..",
              "org.glassfish..",
              "picocli..",
              "org.slf4j..")
          .because("in an application server none of this can be loaded");

  @ArchTest
  static final ArchRule standaloneAssemblesAndNoMore =
      classes()
          .that()
          .resideInAPackage("org.tigstore.standalone")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.tigstore.standalone",
              "org.tigstore.command",
              "org.tigstore.tls",
              "org.tigstore.server",
              "org.tigstore.web",
              "org.eclipse.jetty..",
              "org.glassfish.jersey..",
              "picocli..",
              JAVA,
              NULLNESS)
          .because("what tig does is the same in every server");

  private static String outermost(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  /** A type and those nested in it. */
  private static final SliceAssignment TYPES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(outermost(type));
        }

        @Override
        public String getDescription() {
          return "types with those nested in them";
        }
      };

  @ArchTest
  static final ArchRule noCirclesOfTypes =
      SlicesRuleDefinition.slices()
          .assignedFrom(TYPES)
          .should()
          .beFreeOfCycles()
          .because("types that need one another can only be read together");

  private static final DescribedPredicate<JavaClass> NEITHER_KEEPS_NOR_SHOWS_TIMES =
      DescribedPredicate.describe(
          "neither keeps nor shows times",
          type ->
              !Set.of(
                      "org.tigstore.block.TimeSource",
                      "org.tigstore.cluster.PeerLookup",
                      "org.tigstore.file.BlockFiles",
                      "org.tigstore.file.DataDirectory",
                      "org.tigstore.server.AuditLog",
                      "org.tigstore.server.ExpiryClock",
                      "org.tigstore.server.NodeStatus",
                      "org.tigstore.web.BlockAnswer")
                  .contains(outermost(type)));

  private static final DescribedPredicate<JavaMethodCall> LOOKS_AT_THE_WALL_CLOCK =
      DescribedPredicate.describe(
          "looks at the wall clock",
          call ->
              call.getName().equals("currentTimeMillis")
                  || (Set.of("now", "instant", "millis").contains(call.getName())
                      && (call.getTargetOwner().getPackageName().equals("java.time")
                          || call.getTargetOwner().isAssignableTo(InstantSource.class))));

  @ArchTest
  static final ArchRule intervalsAreMeasuredByTheMonotonicClock =
      noClasses()
          .that(NEITHER_KEEPS_NOR_SHOWS_TIMES)
          .should()
          .callMethodWhere(LOOKS_AT_THE_WALL_CLOCK)
          .because("somebody may set the wall clock, so it is for times that are kept or shown");

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

  @ArchTest
  static void keysAreComparedInConstantTime(JavaClasses shipped) {
    classes()
        .that()
        .haveFullyQualifiedName("org.tigstore.access.ApiKey")
        .should()
        .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
        .because("a comparison that ends at the first difference tells the key byte by byte")
        .check(shipped);
    noClasses()
        .should()
        .callMethod("org.tigstore.access.Secret", "equals", "java.lang.Object")
        .because("records compare their texts in the ordinary way")
        .check(shipped);
  }
}
