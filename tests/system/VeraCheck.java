import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.validators.ValidatorConfigBuilder;

/**
 * Validates one PDF against veraPDF profiles: {@code VeraCheck FILE PROFILE...}.
 *
 * <p>For each profile prints a line {@code FAIL <text>} for each rule that is broken, then {@code DONE <compliant> <assertions>}.
 * Without the last line the check did not take place.
 */
public final class VeraCheck {
    private static final String PROFILES = "/org/verapdf/pdfa/validation/";

    private VeraCheck() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        VeraGreenfieldFoundryProvider.initialise();
        for (int place = 1; place < args.length; place++) {
            report(out, validate(profile(args[place]), new File(args[0])));
        }
    }

    private static void report(PrintStream out, ValidationResult result) {
        Set<RuleId> seen = new HashSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (seen.add(assertion.getRuleId())) {
                out.println("FAIL " + describe(assertion, result));
            }
        }
        out.println("DONE " + result.isCompliant() + " " + result.getTotalAssertions());
    }

    /** Reads a profile as a stream: the directory of profiles cannot be listed inside a jar that bundles veraPDF. */
    private static ValidationProfile profile(String name) throws Exception {
        try (InputStream stream = VeraCheck.class.getResourceAsStream(PROFILES + name + ".xml")) {
            if (stream == null) {
                throw new IllegalArgumentException("veraPDF has no profile " + name);
            }
            return Profiles.profileFromXml(stream);
        }
    }

    private static ValidationResult validate(ValidationProfile profile, File pdf) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(pdf, profile.getPDFAFlavour());
                PDFAValidator validator =
                        Foundries.defaultInstance()
                                .createValidator(
                                        ValidatorConfigBuilder.defaultBuilder()
                                                .flavour(profile.getPDFAFlavour())
                                                .showErrorMessages(true)
                                                .build(),
                                        profile)) {
            return validator.validate(parser);
        }
    }

    private static String describe(TestAssertion assertion, ValidationResult result) {
        RuleId rule = assertion.getRuleId();
        String text =
                String.format(
                        "clause %s test %d, %d times: %s; first at %s",
                        rule.getClause(),
                        rule.getTestNumber(),
                        result.getFailedChecks().getOrDefault(rule, 1),
                        assertion.getErrorMessage(),
                        assertion.getLocation().getContext());
        return text.replaceAll("\\s+", " ");
    }
}
