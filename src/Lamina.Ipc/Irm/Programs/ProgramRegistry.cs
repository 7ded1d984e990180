using Lamina.Core;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Rules;

namespace Lamina.Ipc.Irm.Programs;

/// <summary>
/// Programs behind names: every process of a bound program that listens to anything gets the name; of a program that is
/// started on demand, the process that was started. Bindings and processes come and go in any order.
/// </summary>
public sealed class ProgramRegistry
{
    private readonly MachineContext _context;
    private readonly NameTable _names;
    private readonly IProgramStarter? _starter;
    private readonly NamePolicies _policies;
    private readonly List<IProcessAcceptor> _listening = [];
    private readonly Dictionary<ProgramBinding, Launcher> _launchers = [];

    internal ProgramRegistry(MachineContext context, NameTable names, NamePolicies policies, IProgramStarter? starter)
    {
        _context = context;
        _names = names;
        _policies = policies;
        _starter = starter;
    }

    /// <summary>Binds a program to a name; a program that is bound to it already gets the new arguments.</summary>
    public Outcome Bind(ProgramBinding binding, Instant now)
    {
        if (binding.IsAuto && _starter is null)
        {
            return Outcome.Usage($"this stack cannot start '{binding.Path}': it belongs to a program, not to a daemon", "lamina daemon");
        }

        Launcher? launcher = null;
        if (Find(binding.Executable, binding.Name) is { } old)
        {
            _launchers.Remove(old, out launcher);
            _names.Remove(old);
        }

        _names.Add(binding);
        if (binding.IsAuto)
        {
            launcher ??= new Launcher(_context, _starter!, binding, Attach);
            launcher.Binding = binding;
            _launchers.Add(binding, launcher);
        }
        else
        {
            launcher?.Close(alsoServing: false, now);
        }

        Attach(binding);
        return Outcome.Ok;
    }

    /// <summary>Takes that back, for one name or for all; flows live on, and so do processes that serve.</summary>
    /// <param name="executable">The program.</param>
    /// <param name="name">Only this name.</param>
    /// <param name="now">The present.</param>
    /// <param name="user">Only what this user has bound; null: all.</param>
    public Outcome Unbind(string executable, Name? name, Instant now, uint? user = null)
    {
        ProgramBinding[] bound = [.. _names.All
            .SelectMany(record => record.Programs)
            .Where(binding => binding.Executable == executable && (name is null || binding.Name == name))];
        if (bound.Length == 0)
        {
            return Outcome.NotFound(
                name is null ? $"program '{executable}' is bound to no name" : $"name '{name}' is not bound to program '{executable}'",
                "lamina name list");
        }

        if (user is not null && !Array.Exists(bound, binding => binding.User == user))
        {
            return Outcome.Denied($"program '{executable}' was bound by somebody else", "who binds takes back, or who administers the stack");
        }

        foreach (ProgramBinding binding in bound.Where(binding => user is null || binding.User == user))
        {
            foreach (IProcessAcceptor process in _listening)
            {
                if (IsMeant(process, binding))
                {
                    _names.Unbind(binding.Name, process, BindingReasons.Program);
                }
            }

            _names.Remove(binding);
            if (_launchers.Remove(binding, out Launcher? launcher))
            {
                launcher.Close(alsoServing: false, now);
            }
        }

        return Outcome.Ok;
    }

    /// <summary>The programs of a name, and how they do.</summary>
    public IReadOnlyList<ProgramState> StatesOf(NameRecord name, Instant now) =>
        [.. name.Programs.Select(binding => new ProgramState(
            binding, _launchers.TryGetValue(binding, out Launcher? launcher) ? launcher.Describe(now) : ""))];

    /// <summary>A process listens: it is behind the names of its program from now on.</summary>
    public void HandleListening(IProcessAcceptor process)
    {
        if (_listening.Contains(process))
        {
            return;
        }

        _listening.Add(process);
        foreach (ProgramBinding binding in _names.All.SelectMany(record => record.Programs).ToArray())
        {
            BindIfMeant(process, binding);
        }
    }

    /// <summary>It does not listen any more, or has died.</summary>
    public void HandleSilent(IProcessAcceptor process)
    {
        if (_listening.Remove(process))
        {
            _names.UnbindAll(process, BindingReasons.Program);
        }
    }

    /// <summary>A name got an acceptor: whoever waits for it goes on.</summary>
    internal void HandleBound(Name name)
    {
        foreach (ProgramBinding binding in _names.Find(name)?.Programs ?? [])
        {
            if (_launchers.TryGetValue(binding, out Launcher? launcher))
            {
                launcher.HandleBound();
            }
        }
    }

    /// <summary>True where programs are started for a name.</summary>
    internal bool CanStart(Name name) => _names.Find(name)?.Programs.Any(binding => binding.IsAuto) == true;

    /// <summary>Waits until somebody is behind a name. False: nobody will be, for now.</summary>
    internal bool TryAwait(Name name, IProgramWaiter waiter, Instant now)
    {
        foreach (ProgramBinding binding in _names.Find(name)?.Programs ?? [])
        {
            if (_launchers.TryGetValue(binding, out Launcher? launcher) && launcher.TryAwait(waiter, now))
            {
                return true;
            }
        }

        return false;
    }

    internal void Forget(Name name, IProgramWaiter waiter)
    {
        foreach (ProgramBinding binding in _names.Find(name)?.Programs ?? [])
        {
            if (_launchers.TryGetValue(binding, out Launcher? launcher))
            {
                launcher.Forget(waiter);
            }
        }
    }

    /// <summary>Ends what was started: its stack is going.</summary>
    internal void Shutdown(Instant now)
    {
        Launcher[] launchers = [.. _launchers.Values];
        _launchers.Clear();
        foreach (Launcher launcher in launchers)
        {
            launcher.Close(alsoServing: true, now);
        }
    }

    private ProgramBinding? Find(string executable, Name name) =>
        _names.Find(name)?.Programs.FirstOrDefault(binding => binding.Executable == executable);

    /// <summary>Binds what listens already; a process that was started may do so before we hear of its number.</summary>
    private void Attach(ProgramBinding binding)
    {
        foreach (IProcessAcceptor process in _listening)
        {
            BindIfMeant(process, binding);
        }
    }

    private void BindIfMeant(IProcessAcceptor process, ProgramBinding binding)
    {
        if (IsMeant(process, binding))
        {
            _names.Bind(binding.Name, process, BindingReasons.Program);
            HandleBound(binding.Name);
        }
    }

    // A program that is started has arguments that make it the server of this name: another process of the same executable
    // may do something else altogether, and is behind the name only if it says so itself.
    internal bool IsMeant(IProcessAcceptor process, ProgramBinding binding) => binding.IsAuto
        ? _launchers.TryGetValue(binding, out Launcher? launcher) && launcher.ProcessId == process.ProcessId && process.ProcessId != 0
        : process.Executable == binding.Executable
            && (binding.User is { } user ? process.UserId == user
                : _policies.Of(binding.Name).Reservation?.Has(new BindingParty(process.UserId, process.GroupIds)) != false);
}
