using Lamina.Core;
using Lamina.Ipc.Irm.Brokering;
using Lamina.Ipc.Irm.Direct;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Programs;
using Lamina.Ipc.Irm.Replacing;
using Lamina.Ipc.Irm.Rules;
using Lamina.Ipc.Irm.Tracing;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Ipc.Irm;

/// <summary>
/// The IRM of one stack: its IPC processes, its names, its flows, and the way from a name to a flow. Stacks share
/// nothing, even inside one process.
/// </summary>
public sealed class IpcResourceManager : IIpcProcessHost, IFlowService
{
    private readonly Broker _broker;
    private readonly Arrivals _arrivals;
    private readonly Registrar _registrar;
    private readonly RegistrationWaits _registrations;
    private readonly DirectFlows _direct;
    private readonly Adoptions _adoptions;
    private readonly Replacements _replacements;
    private readonly BindingRights _bindings;
    private long _lastFlowId;

    /// <summary>An IRM without IPC processes.</summary>
    /// <param name="context">What all machines of the stack share.</param>
    /// <param name="policies">What its members of layers can follow; null (default): the built-in policies.</param>
    /// <param name="starter">Starts programs when flows arrive for them; null (default): this stack starts none.</param>
    public IpcResourceManager(MachineContext context, PolicyCatalogue? policies = null, IProgramStarter? starter = null)
    {
        Context = context;
        Policies = policies ?? PolicyCatalogue.WithBuiltIns();
        Programs = new ProgramRegistry(context, Names, Policy, starter);
        _bindings = new BindingRights(Names, Policy, Programs);
        _direct = new DirectFlows(context, Flows, NextFlowId);
        _broker = new Broker(context, Processes, Names, Flows, Programs, _direct, this);
        _arrivals = new Arrivals(context, Processes, Names, Flows, Programs, this);
        _registrar = new Registrar(Processes, Names, Flows.Stacking);
        _registrations = new RegistrationWaits(context, Names, _registrar);
        _adoptions = new Adoptions(Processes, Flows);
        _replacements = new Replacements(context, Processes, Names, Flows, _broker.Silent);
    }

    /// <inheritdoc cref="IIpcProcessHost.Context"/>
    public MachineContext Context { get; }

    /// <inheritdoc/>
    public PolicyCatalogue Policies { get; }

    /// <inheritdoc/>
    public IMemberMemory? Memory { get; init; }

    /// <inheritdoc/>
    public IInvitations? Invitations { get; set; }

    /// <summary>Which node this stack is, in rules; nobody (default): no rule names it.</summary>
    public PeerIdentity Self { get; init; }

    /// <summary>Who may have flows to names, and who may stand behind them.</summary>
    public NamePolicies Policy { get; } = new();

    /// <summary>The IPC processes.</summary>
    public IpcProcessTable Processes { get; } = new();

    /// <summary>The names that are bound or registered.</summary>
    public NameTable Names { get; } = new();

    /// <summary>The programs behind names, and the super-server.</summary>
    public ProgramRegistry Programs { get; }

    /// <summary>The flows, given to programs and to IPC processes.</summary>
    public StackFlows Flows { get; } = new();

    /// <summary>True once <see cref="Shutdown"/> has begun: no more flows.</summary>
    public bool IsShutDown => _broker.IsShutDown;

    /// <summary>Takes an IPC process in; it was made with this IRM as its host.</summary>
    public Outcome Add(IpcProcess process)
    {
        if (IsShutDown)
        {
            return Outcome.Failed("the stack is shutting down");
        }

        if (Processes.Find(process.Name) is not null)
        {
            return Outcome.Usage(
                $"this stack already has an IPC process '{process.Name}'", "choose another name, or 'lamina ipcp destroy' that one");
        }

        Processes.Add(process);
        return Outcome.Ok;
    }

    /// <summary>Ends an IPC process, with all its flows, registrations and bindings.</summary>
    public Outcome Destroy(string process, Instant now)
    {
        if (Processes.Find(process) is not { } found)
        {
            return Outcome.NotFound(
                $"this stack has no IPC process '{process}'", "lamina ipcp list");
        }

        _replacements.HandleEnd(found, now);

        // Out of the tables first: what its end sets in motion must not find it any more.
        Names.Remove(found);
        Processes.Remove(found);
        _broker.Silent.Forget(found);
        found.Shutdown(now);
        return Outcome.Ok;
    }

    /// <summary>
    /// Takes a member down as a crash would, and puts another one in its place: in the same layer, at the same address, with the same names and
    /// connections, and with all of its flows, whose users hear Down and then Up. Where it cannot enter its layer again within 25 s,
    /// they end with <see cref="CloseReason.MemberLost"/>, and it is there in no layer.
    /// </summary>
    /// <param name="process">The name of an IPC process of kind unicast.</param>
    /// <param name="sink">Hears the end, 30 s later at most: Ok when flows that were up before are up again, and the layer knows its names.</param>
    /// <param name="now">The present.</param>
    public void Restart(string process, IOutcomeSink sink, Instant now) => _replacements.Begin(process, sink, now);

    /// <summary>True while an IPC process has been taken down, and the next one is not in its layer yet.</summary>
    public bool IsRestarting(IpcProcess process) => _replacements.IsEntering(process);

    /// <summary>Binds a name to a program's acceptor.</summary>
    /// <param name="name">The name.</param>
    /// <param name="acceptor">Who gets its flows, in turn with others.</param>
    /// <param name="reason">Whose wish that is: the program's own, or somebody's who manages the stack.</param>
    public Outcome Bind(Name name, IFlowAcceptor acceptor, BindingReasons reason = BindingReasons.Listening)
    {
        Outcome outcome = _registrar.Bind(name, acceptor, reason);
        if (outcome.IsOk)
        {
            Programs.HandleBound(name);
        }

        return outcome;
    }

    /// <summary>Says whether a user who does not administer this stack may put something behind a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="party">The user.</param>
    /// <param name="self">The process that wants it for itself; null: a program is meant.</param>
    public Outcome ExamineBinding(Name name, BindingParty party, IProcessAcceptor? self) => _bindings.Examine(name, party, self);

    /// <summary>Takes a binding back, whatever its reasons; flows live on.</summary>
    public Outcome Unbind(Name name, IFlowAcceptor acceptor) => Names.Unbind(name, acceptor)
        ? Outcome.Ok
        : Outcome.NotFound($"name '{name}' is not bound to {acceptor.Description}", "lamina name list");

    /// <summary>Takes every binding of an acceptor back: its program is gone.</summary>
    public void UnbindAll(IFlowAcceptor acceptor) => Names.UnbindAll(acceptor);

    /// <summary>Binds a name to an IPC process: others may build adjacencies and enrol through it.</summary>
    public Outcome BindProcess(Name name, string process) => _registrar.BindProcess(name, process);

    /// <summary>Takes that back.</summary>
    public Outcome UnbindProcess(Name name, string process) => _registrar.UnbindProcess(name, process);

    /// <summary>Makes a name known in a layer, at all its members in this stack.</summary>
    public Outcome RegisterInLayer(Name name, string layer, Instant now) => _registrar.RegisterInLayer(name, layer, now);

    /// <summary>Makes a name known at one IPC process.</summary>
    public Outcome RegisterAtProcess(Name name, string process, Instant now) =>
        _registrar.RegisterAtProcess(name, process, now);

    /// <summary>
    /// As <see cref="RegisterInLayer(Name, string, Instant)"/>; the sink hears of it when the layer knows the name, so that
    /// who asks for it next finds it. Where the layer does not answer it hears Timeout, and the name stays registered.
    /// </summary>
    public void RegisterInLayer(Name name, string layer, IOutcomeSink sink, Instant now) =>
        Register(name, [layer], [], sink, now);

    /// <summary>As <see cref="RegisterAtProcess(Name, string, Instant)"/>; the sink hears of it when the layer knows the name.</summary>
    public void RegisterAtProcess(Name name, string process, IOutcomeSink sink, Instant now) =>
        Register(name, [], [process], sink, now);

    /// <summary>
    /// Makes a name known in several places, and waits for all of them at once. The first that refuses ends it; what was registered
    /// before stays.
    /// </summary>
    public void Register(Name name, IReadOnlyList<string> layers, IReadOnlyList<string> processes, IOutcomeSink sink, Instant now) =>
        _registrations.Register(name, layers, processes, sink, now);

    /// <summary>
    /// Whoever asked for a registration does not wait for it any more: what it made is taken back, and its sink hears so. Does
    /// nothing where it has ended.
    /// </summary>
    public void GiveUpRegistration(IOutcomeSink sink, Instant now) => _registrations.GiveUp(sink, now);

    /// <summary>Takes a registration in a layer back.</summary>
    public Outcome UnregisterFromLayer(Name name, string layer, Instant now) =>
        _registrar.UnregisterFromLayer(name, layer, now);

    /// <summary>Takes a registration at one IPC process back.</summary>
    public Outcome UnregisterFromProcess(Name name, string process, Instant now) =>
        _registrar.UnregisterFromProcess(name, process, now);

    /// <summary>The stack's flows for one program.</summary>
    /// <param name="owner">What a person reads in lists: "process 4711 (lamina)".</param>
    public IFlowService ServiceFor(string owner) => new OwnedFlowService(this, owner);

    /// <inheritdoc/>
    public void Allocate(in FlowRequest request, IAllocationSink sink, Instant now) =>
        Allocate(request, "this program", sink, now);

    /// <summary>Asks for a flow; in lists it belongs to <paramref name="owner"/>.</summary>
    public void Allocate(in FlowRequest request, string owner, IAllocationSink sink, Instant now) =>
        _broker.Allocate(request, new FlowOwner(owner, null), sink, now);

    /// <inheritdoc/>
    public void Withdraw(IAllocationSink sink, Instant now) => _broker.Withdraw(sink, now);

    /// <inheritdoc/>
    public void Listen(Name name, IFlowAcceptor acceptor, IOutcomeSink sink, Instant now) =>
        PostedOutcome.Post(Context, sink, Bind(name, acceptor));

    /// <inheritdoc/>
    public void StopListening(Name name, IFlowAcceptor acceptor, Instant now) =>
        Names.Unbind(name, acceptor, BindingReasons.Listening);

    /// <summary>
    /// Takes up a program's flow that a former life of this stack gave. The caller has made sure that the ticket is this stack's, and this
    /// program's; it sets the flow's user before it returns.
    /// </summary>
    public Adoption Adopt(FlowTicket ticket, string owner, Instant now) =>
        IsShutDown ? Adoption.Refused(CloseReason.ShuttingDown) : _adoptions.Adopt(ticket, new FlowOwner(owner, null), now);

    /// <inheritdoc/>
    public long NextFlowId() => ++_lastFlowId;

    /// <inheritdoc/>
    public LayerLimits? LimitsBelow(IpcProcess process)
    {
        LayerLimits? smallest = null;
        foreach (IpcProcess other in Processes.All)
        {
            if (other.Limits is { } limits && !Flows.Stacking.StandsOn(other, process))
            {
                smallest = smallest is not { } sofar
                    ? limits
                    : new(
                        Math.Min(sofar.MaxPacketSize, limits.MaxPacketSize),
                        Duration.Max(sofar.MaxPacketLifetime, limits.MaxPacketLifetime));
            }
        }

        return smallest;
    }

    /// <inheritdoc/>
    public void HandleArrival(IpcProcess process, ArrivingFlow arrival, Instant now)
    {
        if (IsShutDown)
        {
            arrival.Refuse(CloseReason.ShuttingDown, now);
        }
        else
        {
            _arrivals.Handle(process, arrival, now);
        }
    }

    /// <inheritdoc/>
    public void AllocateLower(IpcProcess requester, in FlowRequest request, IAllocationSink sink, Instant now) =>
        _broker.Allocate(request, new FlowOwner($"ipcp {requester.Name}", requester), sink, now);

    /// <inheritdoc/>
    public void CloseFlowsOf(IpcProcess process, Func<PeerIdentity, bool> peers, Instant now)
    {
        foreach (FlowRecord flow in Flows.All.Where(flow => flow.Process == process && flow.Brokered is { } brokered && peers(brokered.Peer)).ToArray())
        {
            flow.Brokered!.Cut(CloseReason.Denied, now);
        }
    }

    /// <inheritdoc/>
    public TraceTarget? TraceLower(long flow) =>
        Flows.Find(flow) is { Process: { } process, Lower: { } lower } ? process.TraceFlow(lower.Id) : null;

    /// <summary>
    /// Asks which layer a program's flow to a name would be given by, and why; makes no flow. Called back once, later.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="qos">What the flow would have to give.</param>
    /// <param name="layer">Only this layer; null: any, and a program of this stack without one.</param>
    /// <param name="done">Hears the answer.</param>
    /// <param name="now">The present.</param>
    public void TraceName(Name name, in QosSpec qos, string? layer, Action<TracedName, Instant> done, Instant now) =>
        new NameTrace(_broker, name, qos, layer, done, now).Start(now);

    /// <summary>Ends everything, the upper layers first: they say good-bye through the lower ones.</summary>
    public void Shutdown(Instant now)
    {
        Names.Clear();
        _broker.Shutdown(now);
        Programs.Shutdown(now);
        _direct.Shutdown(now);
        foreach (IpcProcess process in Processes.All.OrderByDescending(Flows.Stacking.DepthOf).ToArray())
        {
            Processes.Remove(process);
            _replacements.HandleEnd(process, now);
            process.Shutdown(now);
        }
    }
}
