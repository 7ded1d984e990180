using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Client;
using Lamina.Daemon.Configuration;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Hosting.State;

namespace Lamina.Cli;

/// <summary>Runs one command line: parses it, does it, and turns every end into a sentence and an exit code.</summary>
public static class CommandLine
{
    // A name may begin with @.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancel)
    {
        ParseResult result = LaminaCommand.Create(context).Parse(arguments, Parsing);
        try
        {
            bool askedForHelp = result.Action is System.CommandLine.Help.HelpAction;
            if (askedForHelp && result.CommandResult.Command.Hidden)
            {
                throw Refused.Describe(result.CommandResult.Command);
            }

            if (result.Errors.Count > 0 && !askedForHelp)
            {
                throw ParseFailure.Describe(result);
            }

            InvocationConfiguration configuration = new()
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                // Signals are the process's, not a command's: the demo runs commands inside a command.
                ProcessTerminationTimeout = null,
            };
            return await result.InvokeAsync(configuration, cancel);
        }
        catch (CommandException failed)
        {
            return Failure.Write(context.Error, failed.ExitCode, failed.Message, failed.Hint);
        }
        catch (DaemonUnreachableException unreachable) when (unreachable.IsDenied)
        {
            return Failure.Write(context.Error, ExitCode.Denied, unreachable.Message, "run it as the user of the daemon");
        }
        catch (DaemonUnreachableException unreachable)
        {
            return Failure.Write(context.Error, ExitCode.DaemonNotReachable, unreachable.Message, StartDaemon(result, context));
        }
        catch (LaminaException failed) when (failed.Error is LaminaError.StackUnreachable)
        {
            string socket = GlobalOptions.StackIn(result, context).AttachSocket;
            return Failure.Write(
                context.Error, ExitCode.DaemonNotReachable, $"no daemon answers on {socket}", StartDaemon(result, context));
        }
        catch (LaminaException failed)
        {
            string hint = failed.Error switch
            {
                LaminaError.NameUnknown or LaminaError.NoListener or LaminaError.ProgramNotStarted => "lamina name list",
                LaminaError.StackLost => StartDaemon(result, context),
                _ => "",
            };
            return Failure.Write(context.Error, ExitCode.Of(failed.Error), failed.Message, hint);
        }
        catch (StackBusyException busy)
        {
            return Failure.Write(context.Error, ExitCode.Failure, busy.Message, "lamina status");
        }
        catch (StackPlaceException place)
        {
            int code = place.IsDenied ? ExitCode.Denied : ExitCode.Failure;
            return Failure.Write(context.Error, code, place.Message, "LAMINA_RUNTIME_DIR=DIRECTORY lamina daemon");
        }
        catch (StatePlaceException place)
        {
            int code = place.IsDenied ? ExitCode.Denied : ExitCode.Failure;
            return Failure.Write(context.Error, code, place.Message, $"{StatePlace.Variable}=DIRECTORY lamina daemon");
        }
        catch (ConfigurationException configuration)
        {
            foreach (string mistake in configuration.Mistakes)
            {
                context.Error.WriteLine(mistake);
            }

            return Failure.Write(
                context.Error, ExitCode.Of(configuration.Outcome.Code), configuration.Message, configuration.Outcome.Hint);
        }
        catch (OutputException output)
        {
            return output.IsReaderGone ? ExitCode.Failure : Failure.Write(context.Error, ExitCode.Failure, output.Message, "");
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception unexpected)
        {
            // A fault of this program: its user gets a sentence all the same.
            return Failure.Write(context.Error, ExitCode.Failure, $"a fault inside ({unexpected.GetType().Name}): {unexpected.Message}", "");
        }
    }

    private static string StartDaemon(ParseResult result, CliContext context) => GlobalOptions.IsStackOpen(result, context)
        ? "lamina daemon"
        : $"lamina daemon --stack {GlobalOptions.StackIn(result, context).Name}";
}
