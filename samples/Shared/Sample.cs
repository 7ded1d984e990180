using System.Runtime.InteropServices;
using Lamina;

namespace Samples;

/// <summary>What stands around the main job of a sample: arguments, Ctrl-C, and failures as a sentence with an exit code.</summary>
internal static class Sample
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private const int Interrupted = 130;
    private const int Terminated = 143;

    /// <summary>Runs it. Returns the exit code, by the conventions of `lamina`.</summary>
    /// <param name="args">Of the program.</param>
    /// <param name="usage">What to print for --help, and for what cannot be understood.</param>
    /// <param name="main">The job; its token is cancelled by Ctrl-C and SIGTERM.</param>
    public static async Task<int> RunAsync(string[] args, string usage, Func<Arguments, CancellationToken, Task> main)
    {
        using var stop = new CancellationTokenSource();
        int exitCode = Interrupted;
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var arguments = Arguments.Parse(args);
            if (arguments.WantsHelp)
            {
                Console.WriteLine(usage);
                return 0;
            }

            await main(arguments, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return exitCode;
        }
        catch (UsageException failure)
        {
            return Say($"{failure.Message}\n{usage}", WrongUsage);
        }
        catch (LaminaException failure)
        {
            return Say(failure.Message, ExitCodeOf(failure.Error));
        }
        catch (SampleException failure)
        {
            return Say(failure.Message, failure.ExitCode);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Say(failure.Message, Failed);
        }

        void Stop(PosixSignalContext signal)
        {
            // A second signal ends the process at once.
            signal.Cancel = !stop.IsCancellationRequested;
            exitCode = signal.Signal == PosixSignal.SIGTERM ? Terminated : Interrupted;
            _ = stop.CancelAsync();
        }
    }

    private static int Say(string message, int exitCode)
    {
        Console.Error.WriteLine($"{AppDomain.CurrentDomain.FriendlyName}: {message}");
        return exitCode;
    }

    private static int ExitCodeOf(LaminaError error) => error switch
    {
        LaminaError.StackUnreachable or LaminaError.StackLost => 3,
        LaminaError.NameUnknown or LaminaError.NoListener => 4,
        LaminaError.Denied or LaminaError.Refused => 5,
        LaminaError.Timeout => 6,
        _ => Failed,
    };
}
