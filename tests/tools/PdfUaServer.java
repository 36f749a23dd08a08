// Checks PDF files against PDF/UA with the veraPDF engine, one after another in one process.
// Argument: ua1 or ua2. Standard input: one path a line. Standard output, tab separated, for each path:
//   RULE <count> <clause-test> <message>   once for each rule that failed
//   ERROR <message>                        where the file could not be checked
//   END <assertions checked>
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

public class PdfUaServer {
  static String flat(String text) {
    return String.valueOf(text).replaceAll("\\s+", " ");
  }

  static void check(String path, PDFAFlavour flavour, PrintStream out) {
    long assertions = 0;
    try (InputStream in = new FileInputStream(path);
        PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
      PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
      ValidationResult result = validator.validate(parser);
      assertions = result.getTotalAssertions();
      Map<String, Integer> failed = new TreeMap<>();
      for (TestAssertion t : result.getTestAssertions()) {
        if (t.getStatus() == TestAssertion.Status.FAILED) {
          String rule = t.getRuleId().getClause() + "-" + t.getRuleId().getTestNumber();
          failed.merge(rule + "\t" + flat(t.getMessage()), 1, Integer::sum);
        }
      }
      failed.forEach((rule, count) -> out.println("RULE\t" + count + "\t" + rule));
      if (!result.isCompliant() && failed.isEmpty()) out.println("ERROR\tnot compliant, no rule named");
    } catch (Exception | LinkageError | StackOverflowError e) {
      out.println("ERROR\t" + flat(e.toString()));
    }
    out.println("END\t" + assertions);
    out.flush();
  }

  public static void main(String[] args) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
    System.setOut(System.err); // whatever a library prints must not mix with the answers
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(args[0]);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path = in.readLine(); path != null; path = in.readLine()) check(path, flavour, out);
  }
}
